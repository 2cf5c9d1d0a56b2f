"""What was checked, what was seen, and whether it held."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import Any


class Report:
    """Prints every check as it is made and remembers those that failed."""

    def __init__(self, write: Callable[[str], Any] = sys.stdout.write) -> None:
        self._write = write
        self.passed = 0
        self.failures: list[str] = []

    def note(self, text: str) -> None:
        self._line(f"    {text}")

    def check(self, what: str, holds: bool, seen: object = "") -> bool:
        """Records one check; `seen` explains a failure."""
        if holds:
            self.passed += 1
            self._line(f"  ok  {what}")
        else:
            self.failures.append(f"{what}: {seen}" if seen != "" else what)
            self._line(f"FAIL  {self.failures[-1]}")
        return holds

    def same(self, what: str, expected: Any, seen: Any) -> bool:
        return self.check(what, expected == seen, f"expected {expected!r}, found {seen!r}")

    def none(self, what: str, problems: Iterable[str]) -> bool:
        """Holds when there are no problems; each one is a failure of its own otherwise."""
        found = list(problems)
        for problem in found:
            self.failures.append(problem)
            self._line(f"FAIL  {problem}")
        if not found:
            self.passed += 1
            self._line(f"  ok  {what}")
        return not found

    @contextmanager
    def part(self, title: str):
        """A part of the run, with its time."""
        started = time.monotonic()
        self._line(f"\n{title}")
        yield
        self._line(f"      {time.monotonic() - started:.1f} s")

    def _line(self, text: str) -> None:
        self._write(text + "\n")
        if self._write == sys.stdout.write:
            sys.stdout.flush()

"""Processes that end with this one."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def bare_environment(**more: str) -> dict[str, str]:
    """Only what a program needs to be found and run: no proxies, profiles or credentials of the person who calls."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    return {**kept, "NO_PROXY": "*", **more}


class Process:
    """A child whose output goes to a file.

    `end_with_thread` makes Linux end it when the thread that started it is gone, even by SIGKILL: for what the main
    thread starts.
    """

    def __init__(self, command: list[str], environment: dict[str, str], log: Path, folder: Path | None = None,
                 stdin: int = subprocess.DEVNULL, end_with_thread: bool = True) -> None:
        self.log = log
        with log.open("ab") as output:
            self.child = subprocess.Popen(
                command, env=environment, cwd=folder, stdin=stdin, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=_end_with_thread if end_with_thread else None)

    @property
    def alive(self) -> bool:
        return self.child.poll() is None

    def last_lines(self, count: int = 15) -> str:
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-count:])

    def stop(self, patience: float = 10) -> None:
        """Asks it to end, then ends it with all it started."""
        if self.alive:
            self.child.terminate()
            try:
                self.child.wait(patience)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # All of its group had ended.
        self.child.wait()


def wait_until(condition, seconds: float, every: float = 0.1) -> bool:
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(every)
    return bool(condition())


def _end_with_thread() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

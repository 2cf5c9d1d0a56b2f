"""AWS's own SAM CLI, as a person would call it."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from .processes import bare_environment
from .report import Report


class Sam:
    """The pinned SAM CLI in the project's folder."""

    def __init__(self, program: str, project: Path, work: Path, report: Report) -> None:
        self._program = program
        self._project = project
        self._work = work
        self._report = report
        (work / "sam-home").mkdir(parents=True)

    def run(self, what: str, *arguments: str, **environment: str) -> str:
        """Runs a command of the CLI and gives its output; a failure ends the run."""
        started = time.monotonic()
        done = subprocess.run(
            [self._program, *arguments], cwd=self._project, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False,
            env=bare_environment(HOME=str(self._work / "sam-home"), SAM_CLI_TELEMETRY="0",
                                 **{"AWS_DEFAULT_REGION": "eu-central-1", **environment}))
        (self._work / f"sam-{arguments[0]}.log").write_text(done.stdout, encoding="utf-8")
        seconds = f"{time.monotonic() - started:.1f} s"
        if done.returncode != 0:
            raise RuntimeError(f"{what} failed:\n" + "\n".join(done.stdout.splitlines()[-40:]))
        self._report.check(f"{what} ({seconds})", True)
        return done.stdout

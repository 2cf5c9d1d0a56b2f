"""MiniStack: an emulator of AWS that is not ours, on loopback and a free port, in a home of its own."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from .processes import Process, bare_environment, free_port, wait_until

REGION = "eu-central-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


class MiniStack:
    """Started with the constructor; forwards each function's invocations to an address of its own."""

    def __init__(self, home: Path, forwards: dict[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        for folder in ("home", "tmp", "s3", "state"):
            (home / folder).mkdir(parents=True)
        environment = bare_environment(
            HOME=str(home / "home"), TMPDIR=str(home / "tmp"), S3_DATA_DIR=str(home / "s3"),
            STATE_DIR=str(home / "state"), BIND_HOST="127.0.0.1", GATEWAY_PORT=str(self.port),
            MINISTACK_REGION=REGION,
            # These two listen on fixed ports, where a second run would find the first.
            IOT_MTLS_ENABLED="0", SFTP_ENABLED="0",
            **{f"MINISTACK_LAMBDA_PROXY_{name}": url for name, url in forwards.items()})
        program = Path(__file__).with_name("nested_sam.py")
        self._process = Process([sys.executable, "-P", str(program)], environment, home / "ministack.log")

    def wait(self) -> None:
        """Returns once it answers."""
        if not wait_until(lambda: self._answers() or not self._process.alive, 60) or not self._process.alive:
            raise RuntimeError("MiniStack did not start:\n" + self._process.last_lines())

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    @property
    def environment(self) -> dict[str, str]:
        """What any AWS tool needs to talk to it."""
        return {**CREDENTIALS, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "AWS_ENDPOINT_URL": self.url}

    def client(self, service: str) -> Any:
        return boto3.client(
            service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 1}, proxies={}))

    def last_lines(self) -> str:
        return self._process.last_lines()

    def stop(self) -> None:
        self._process.stop()

"""Postgres, Redis behind Upstash's protocol, and Clerk: started beside the emulator, which has none of them."""

from __future__ import annotations

import json
import subprocess
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from .processes import Process, bare_environment, wait_until


class Surroundings:
    """One JVM with the local cloud's parts; it ends with its standard input."""

    def __init__(self, java: Path, class_path: str, home: Path, origin: str) -> None:
        home.mkdir(parents=True)
        self._ready = home / "parameters.json"
        self._process = Process(
            [str(java), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx384m", "--enable-native-access=ALL-UNNAMED",
             "-cp", class_path, "app.xentri.cloud.Surroundings", str(home), origin, str(self._ready)],
            bare_environment(HOME=str(home)), home / "surroundings.log", stdin=subprocess.PIPE,
            end_with_thread=False)  # Its input ends with us, and it closes what it started.
        self._parameters: dict[str, str] = {}

    def parameters(self) -> dict[str, str]:
        """The template's parameters that say where everything is; waits until it runs."""
        if not self._parameters:
            wait_until(lambda: self._ready.exists() or not self._process.alive, 120)
            if not self._ready.exists():
                raise RuntimeError("Postgres, Redis and Clerk did not start:\n" + self._process.last_lines())
            self._parameters = json.loads(self._ready.read_text(encoding="utf-8"))
        return self._parameters

    def redis(self, *command: str) -> Any:
        parameters = self.parameters()
        return _post(parameters["UpstashRedisRestUrl"], parameters["UpstashRedisRestToken"], list(command))["result"]

    def token_of(self, email: str) -> str:
        """A bearer token for the API, for a person who has signed up."""
        clerk = self.parameters()["ClerkApiUrl"]
        user = self._clerk(f"{clerk}/users?{urllib.parse.urlencode({'email_address': email})}")[0]["id"]
        memberships = self._clerk(f"{clerk}/users/{user}/organization_memberships?limit=1")["data"]
        session = self._clerk(f"{clerk}/sessions", {
            "user_id": user, "active_organization_id": memberships[0]["organization"]["id"]})["id"]
        return self._clerk(f"{clerk}/sessions/{session}/tokens", {"expires_in_seconds": 600})["jwt"]

    def create_person(self, email: str) -> str:
        """Somebody who appears at Clerk without our doing; its webhook tells us."""
        clerk = self.parameters()["ClerkApiUrl"]
        return self._clerk(f"{clerk}/users", {"email_address": [email], "skip_password_requirement": True})["id"]

    def _clerk(self, url: str, body: Any = None) -> Any:
        return _post(url, self.parameters()["ClerkSecretKey"], body)

    def stop(self) -> None:
        if self._process.child.stdin:
            self._process.child.stdin.close()
        wait_until(lambda: not self._process.alive, 15)
        self._process.stop()


def _post(url: str, token: str, body: Any) -> Any:
    """Posts JSON; gets when there is no body."""
    request = urllib.request.Request(
        url, data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())

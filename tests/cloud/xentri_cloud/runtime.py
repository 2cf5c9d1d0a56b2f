"""Lambda's side of the functions: runs what was deployed through AWS's own runtime interface client.

MiniStack has no Java runtime and forwards each invocation here. The code and the layers are fetched from the deployed
functions, laid out as in Lambda, and started with exactly the variables that the stack gives them.
"""

from __future__ import annotations

import io
import json
import platform
import threading
import time
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from .loopback import body_of, reply, serve
from .processes import Process, bare_environment, wait_until
from .stack import ALIAS, Stack

_API = "/2018-06-01/runtime"
_START_SECONDS = 60
_NATIVE_CLIENT = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI"


@dataclass(frozen=True)
class Invocation:
    """One call and how it ended: `error` is empty when the function answered."""

    function: str
    event: dict[str, Any]
    answer: Any
    error: str


@dataclass
class _Pending:
    request_id: str
    event: bytes
    done: threading.Event = field(default_factory=threading.Event)
    answer: bytes = b""
    failed: bool = False


class Instance:
    """One process of one function, and the runtime API that it polls. It serves one invocation at a time."""

    def __init__(self, command: list[str], environment: dict[str, str], task: Path, log: Path, arn: str) -> None:
        self._arn = arn
        self._waiting = threading.Condition()
        self._pending: _Pending | None = None
        self._ready = threading.Event()
        self._turn = threading.Lock()
        self.init_error = ""
        self._server = serve(self._handle)
        address = f"127.0.0.1:{self._server.server_address[1]}"
        started = time.monotonic()
        self.process = Process(command, {**environment, "AWS_LAMBDA_RUNTIME_API": address}, log, task, end_with_thread=False)
        wait_until(lambda: self._ready.is_set() or self.init_error or not self.process.alive, _START_SECONDS, 0.02)
        self.start_seconds = time.monotonic() - started
        if not self._ready.is_set() and not self.init_error:
            self.init_error = self.process.last_lines(8) or "did not start"

    def invoke(self, event: bytes, request_id: str, seconds: float) -> tuple[bytes, bool]:
        """The function's answer, and whether it failed."""
        with self._turn:
            pending = _Pending(request_id, event)
            with self._waiting:
                self._pending = pending
                self._waiting.notify()
            wait_until(lambda: pending.done.is_set() or not self.process.alive, seconds, 0.01)
            if not pending.done.is_set():
                return b'{"errorType": "Runtime.ExitError", "errorMessage": "no answer"}', True
            return pending.answer, pending.failed

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path
        if path == f"{_API}/invocation/next":
            self._next(request)
        elif path == f"{_API}/init/error":
            self.init_error = body_of(request).decode(errors="replace")[:2000]
            reply(request, 202, b'{"status": "OK"}')
        else:
            self._finish(request, path)

    def _next(self, request: BaseHTTPRequestHandler) -> None:
        self._ready.set()
        with self._waiting:
            while self._pending is None or self._pending.done.is_set():
                self._waiting.wait()
            pending = self._pending
        reply(request, 200, pending.event, {
            "Content-Type": "application/json", "Lambda-Runtime-Aws-Request-Id": pending.request_id,
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + 60) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": self._arn})

    def _finish(self, request: BaseHTTPRequestHandler, path: str) -> None:
        answer, pending = body_of(request), self._pending
        if pending is None or f"/invocation/{pending.request_id}/" not in path:
            reply(request, 400, b"{}")
            return
        pending.answer, pending.failed = answer, path.endswith("/error")
        reply(request, 202, b'{"status": "OK"}')
        pending.done.set()

    def stop(self) -> None:
        self.process.stop(patience=2)
        self._server.shutdown()
        self._server.server_close()


class Runtimes:
    """All functions of a stack. Their addresses are known before the stack is; `take` gives them their content."""

    def __init__(self, java: Path, runtime_jars: list[Path], work: Path, names: list[str]) -> None:
        self._java = java
        self._runtime_jars = runtime_jars
        self._work = work
        self._stack: Stack | None = None
        self._endpoint = ""
        self._instances: dict[str, Instance] = {}
        self._locks = {name: threading.Lock() for name in names}
        self.invocations: list[Invocation] = []
        self.deaths: list[str] = []  # Processes that ended by themselves after they had started.
        self._unpacked: dict[str, Path] = {}
        self._unpacking = threading.Lock()
        self._server = serve(self._handle)
        (work / "logs").mkdir(parents=True)
        self._native = _native_client(runtime_jars, work)

    def addresses(self) -> dict[str, str]:
        """Where MiniStack sends the invocations of each function."""
        return {name: f"http://127.0.0.1:{self._server.server_address[1]}/{name}" for name in self._locks}

    def take(self, stack: Stack, endpoint: str) -> None:
        self._stack, self._endpoint = stack, endpoint

    def start(self, name: str) -> Instance:
        """The function's running instance; starts it when there is none."""
        with self._locks[name]:
            instance = self._instances.get(name)
            if instance is None or not instance.process.alive:
                if instance is not None and not instance.init_error:
                    self.deaths.append(f"{name}: {instance.process.last_lines(3)}")
                instance = self._instances[name] = self._started(name)
            return instance

    def stop(self, name: str) -> None:
        with self._locks[name]:
            instance = self._instances.pop(name, None)
            if instance:
                instance.stop()

    def close(self) -> None:
        for name in list(self._instances):
            self.stop(name)
        self._server.shutdown()

    def logs(self) -> dict[str, str]:
        """What each function printed."""
        return {log.stem: log.read_text(encoding="utf-8", errors="replace") for log in (self._work / "logs").glob("*.log")}

    def invoked(self, name: str, having: Callable[[dict[str, Any]], bool] = lambda _: True) -> list[Invocation]:
        return [each for each in list(self.invocations) if each.function == name and having(each.event)]

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        name, event = request.path.removeprefix("/"), body_of(request)
        request_id = request.headers.get("X-Amzn-Lambda-Request-Id", "")
        instance = self.start(name)
        if instance.init_error:
            answer, failed = instance.init_error.encode(), True
        else:
            answer, failed = instance.invoke(event, request_id, seconds=60)
        text = answer.decode(errors="replace")
        self.invocations.append(Invocation(name, json.loads(event), _json(text), text if failed else ""))
        reply(request, 500 if failed else 200, answer)

    def _started(self, name: str) -> Instance:
        assert self._stack is not None, "an invocation before the stack was deployed"
        awslambda = self._stack.client("lambda")
        live = awslambda.get_function_configuration(FunctionName=name, Qualifier=ALIAS)
        task = self._lay_out(name, live)
        environment = bare_environment(
            **live["Environment"]["Variables"], LAMBDA_TASK_ROOT=str(task), AWS_LAMBDA_FUNCTION_NAME=name,
            AWS_LAMBDA_FUNCTION_VERSION=live["Version"], AWS_LAMBDA_FUNCTION_MEMORY_SIZE=str(live["MemorySize"]),
            AWS_LAMBDA_LOG_GROUP_NAME=f"/aws/lambda/{name}", AWS_LAMBDA_LOG_STREAM_NAME="verify", TZ=":UTC",
            _HANDLER=live["Handler"], AWS_LAMBDA_INITIALIZATION_TYPE="on-demand", AWS_REGION="eu-central-1",
            AWS_DEFAULT_REGION="eu-central-1", AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test",
            AWS_ENDPOINT_URL=self._endpoint)
        command = [
            str(self._java), f"-Xmx{live['MemorySize'] * 3 // 4}m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED", "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
            f"-D{_NATIVE_CLIENT}={self._native}", "-cp", ":".join(map(str, self._runtime_jars)),
            "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", live["Handler"]]
        return Instance(command, environment, task, self._work / "logs" / f"{name}.log", live["FunctionArn"])

    def _lay_out(self, name: str, live: dict[str, Any]) -> Path:
        """The function's files in the order in which Lambda loads them: its own jars, then the layers' by name.

        The runtime client looks for layers in /opt only, so they stand behind the function's own jars here.
        """
        awslambda = self._stack.client("lambda") if self._stack else None
        code = awslambda.get_function(FunctionName=name)["Code"]["Location"]
        own = self._unpack(live["CodeSha256"], code)
        layered: dict[str, Path] = {}
        for layer in live.get("Layers", []):
            content = awslambda.get_layer_version_by_arn(Arn=layer["Arn"])["Content"]["Location"]
            for jar in (self._unpack(layer["Arn"], content) / "java" / "lib").glob("*.jar"):
                layered[jar.name] = jar
        task = self._work / "tasks" / name
        (task / "lib").mkdir(parents=True, exist_ok=True)
        for rank, jars in (("0", sorted((own / "lib").glob("*.jar"))), ("1", [layered[jar] for jar in sorted(layered)])):
            for jar in jars:
                link = task / "lib" / f"{rank}-{jar.name}"
                if not link.exists():
                    link.symlink_to(jar)
        return task

    def _unpack(self, key: str, location: str) -> Path:
        """Fetches a deployed archive, once."""
        with self._unpacking:
            if key not in self._unpacked:
                # MiniStack calls itself localhost, which may be another address family than the one it listens on.
                url = self._endpoint + location[location.index("/", location.index("//") + 2):]
                with urllib.request.urlopen(url, timeout=60) as answer:
                    archive = zipfile.ZipFile(io.BytesIO(answer.read()))
                folder = self._work / "unpacked" / str(len(self._unpacked))
                archive.extractall(folder)
                self._unpacked[key] = folder
            return self._unpacked[key]


def _native_client(jars: list[Path], work: Path) -> Path:
    """The runtime client's native part, unpacked once.

    Left to itself, each process writes it over /tmp/.libaws-lambda-jni.so while others load that file, and some crash.
    """
    machine = {"x86_64": "x86_64", "aarch64": "aarch_64", "arm64": "aarch_64"}.get(platform.machine(), "")
    if platform.system() != "Linux" or not machine:
        raise RuntimeError("AWS's runtime interface client runs on Linux with x86_64 or arm64 only")
    for jar in jars:
        with zipfile.ZipFile(jar) as archive:
            name = f"jni/libaws-lambda-jni.linux-{machine}.so"
            if name in archive.namelist():
                return Path(archive.extract(name, work))
    raise RuntimeError("the runtime interface client has no native part for this machine")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text

"""Small HTTP servers on loopback, and the front door of the deployed API."""

from __future__ import annotations

import json
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .cdn import api_behind

_HOP_BY_HOP = {"host", "content-length", "connection", "transfer-encoding", "upgrade", "http2-settings", "date", "server"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # A client that was ended is no news.


def serve(handle: Callable[[BaseHTTPRequestHandler], None]) -> ThreadingHTTPServer:
    """An HTTP server on a free loopback port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            handle(self)

        def do_POST(self) -> None:
            handle(self)

        do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST

        def log_message(self, *_: Any) -> None:
            pass  # What matters is in the report.

    server = _Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def body_of(request: BaseHTTPRequestHandler) -> bytes:
    """A body of stated length, or in chunks as the runtime client sends its answers."""
    if request.headers.get("Transfer-Encoding", "").lower() != "chunked":
        return request.rfile.read(int(request.headers.get("Content-Length", 0)))
    parts = []
    while size := int(request.rfile.readline().split(b";")[0], 16):
        parts.append(request.rfile.read(size))
        request.rfile.readline()
    while request.rfile.readline().strip():
        pass  # Trailers.
    return b"".join(parts)


def reply(request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
    request.send_response(status)
    for name, value in (headers or {"Content-Type": "application/json"}).items():
        request.send_header(name, value)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


class FrontDoor:
    """The app's origin: hands what comes to the API that the CDN would ask, under the host name that the API goes by."""

    def __init__(self) -> None:
        self._endpoint = ""
        self._paths: list[tuple[str, str]] = []
        self._server = serve(self._handle)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def open(self, paths: list[tuple[str, str]], endpoint: str) -> None:
        """Takes the CDN's path patterns, each with the API behind it."""
        self._endpoint, self._paths = endpoint, paths

    def close(self) -> None:
        self._server.shutdown()

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        body = body_of(request)
        api = api_behind(self._paths, urllib.parse.urlsplit(request.path).path)
        if not api:
            reply(request, 503, b"{}")
            return
        host = f"{api}.execute-api.localhost:{urllib.parse.urlsplit(self._endpoint).port}"
        headers = {name: value for name, value in request.headers.items()
                   if name.lower() not in _HOP_BY_HOP}
        forwarded = urllib.request.Request(
            self._endpoint + request.path, data=body or None, method=request.command, headers={**headers, "Host": host})
        try:
            with urllib.request.urlopen(forwarded, timeout=60) as answer:
                self._pass_on(request, answer.status, answer.read(), answer.headers)
        except urllib.error.HTTPError as refusal:
            self._pass_on(request, refusal.code, refusal.read(), refusal.headers)
        except urllib.error.URLError as fault:
            reply(request, 502, json.dumps({"error": str(fault)}).encode())

    @staticmethod
    def _pass_on(request: BaseHTTPRequestHandler, status: int, body: bytes, headers: Any) -> None:
        request.send_response(status)
        for name, value in headers.items():
            if name.lower() not in _HOP_BY_HOP:
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

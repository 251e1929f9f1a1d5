"""A twin of the mail provider: a real HTTP server on loopback that accepts, refuses, stalls or vanishes as it is told."""

import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Twin:
    """`script` says how the next requests are answered: a status, (status, headers), "hang", or "drop" (accepts, then vanishes).
    An empty script answers 202. `accepted` has the bodies of all accepted mails, `asked` those of all requests."""

    def __init__(self) -> None:
        self.script: deque[Any] = deque()
        self.asked: list[dict[str, Any]] = []
        self.accepted: list[dict[str, Any]] = []
        self.keys: set[str] = set()
        self.gate = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def subjects(self) -> list[str]:
        return [body["subject"] for body in self.accepted]

    def _handler(twin) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                twin.asked.append(body | {"path": self.path})
                twin.keys.add(self.headers["Authorization"])
                step = twin.script.popleft() if twin.script else 202
                if step == "hang":
                    twin.gate.wait(30)
                    return
                status, headers = step if isinstance(step, tuple) else (step, {})
                if step == "drop" or status == 202:
                    twin.accepted.append(body)
                if step == "drop":
                    self.connection.close()
                    return
                self._answer(status, headers)

            def _answer(self, status: int, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("X-Message-Id", f"sg-{len(twin.asked)}")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        return Handler

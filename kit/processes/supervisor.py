"""Development in one command: embedded servers, then worker and clock, then web, all ended together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from kit.settings import Settings

STOP_SECONDS = 15


class Supervisor:
    """Starts `helpdesk worker`, `clock` and `serve` as children, restarts what dies, ends all on a signal."""

    def __init__(self, settings: Settings, port: int) -> None:
        self.port = port
        self._environment = os.environ | {
            "DATABASE_URL": settings.database_url,
            "REDIS_URL": settings.redis_url,
            "HELPDESK_INSTANCE": str(settings.instance),
            "HELPDESK_ENV": "development",
            "PORT": str(port),
        }
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._ending = False

    def run(self, is_ready: Callable[[], bool], announce: Callable[[], None]) -> int:
        """Run until a signal. `is_ready` tells when worker and clock show life, `announce` speaks once the first page answers."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        for name in ("worker", "clock"):
            self._start(name)
        self._wait(is_ready, seconds=30)
        self._start("serve")
        self._wait(self._answers, seconds=30)
        if not self._ending:
            announce()
        while not self._ending:
            self._restart_dead()
            time.sleep(0.5)
        return self._stop()

    def _start(self, name: str) -> None:
        self._children[name] = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "helpdesk.cli", name], env=self._environment, start_new_session=True
        )

    def _restart_dead(self) -> None:
        for name, child in self._children.items():
            if child.poll() is not None and not self._ending:
                print(f"{name} ended with {child.returncode}; starting it again", file=sys.stderr)  # noqa: T201
                self._start(name)
                time.sleep(1)

    def _wait(self, condition: Callable[[], bool], *, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self._ending and time.monotonic() < deadline and not condition():
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self._ending = True

    def _stop(self) -> int:
        for child in self._children.values():
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
        return 0

"""Development in one command: the processes as children of one that has loaded the application, all ended together."""

import contextlib
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from types import FrameType

from flask import Flask

from kit.processes.forking import fork

STOP_SECONDS = 15
READY_SECONDS = 60


class Supervisor:
    """Starts each of `processes` (name → what it does until SIGTERM), restarts what dies, ends all on a signal.

    `chores` (pid → name) are children that were begun before and end by themselves; nothing is announced before they have."""

    def __init__(
        self, app: Flask, port: int, processes: Mapping[str, Callable[[], None]], chores: Mapping[int, str] | None = None
    ) -> None:
        self._app = app
        self._port = port
        self._processes = processes
        self._chores = dict(chores or {})
        self._running = dict(self._chores)
        self._ending = False

    def run(self, announce: Callable[[bool], None]) -> int:
        """Run until a signal. `announce` speaks once everything is ready (True), and before that while chores go on (False)."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        for name in self._processes:
            self._start(name)
        is_told = False
        deadline = time.monotonic() + READY_SECONDS
        while not (self._ending or self._is_ready() or time.monotonic() > deadline):
            self._restart_dead()
            time.sleep(0.1)
        while not self._ending and self._running.keys() & self._chores.keys():
            if not is_told:
                announce(False)
                is_told = True
            self._restart_dead()
            time.sleep(0.1)
        if not self._ending:
            announce(True)
        while not self._ending:
            self._restart_dead()
            time.sleep(0.5)
        self._stop()
        return 0

    def _start(self, name: str) -> None:
        self._running[fork(lambda: self._apart(name), self._app)] = name

    def _apart(self, name: str) -> None:
        """In a session of its own: Ctrl-C in the terminal reaches only the supervisor, which ends its children in order."""
        os.setsid()
        self._processes[name]()

    def _restart_dead(self) -> None:
        for name, code in self._reap():
            if name in self._processes and not self._ending:
                print(f"{name} ended with {code}; starting it again", file=sys.stderr)  # noqa: T201
                time.sleep(1)
                self._start(name)
            elif code and not self._ending:
                print(f"{name} failed with {code}; the next start begins it again", file=sys.stderr)  # noqa: T201

    def _reap(self) -> list[tuple[str, int]]:
        """The names and exit codes of the children that have ended since we last asked."""
        ended = [(pid, status) for pid, status in (os.waitpid(pid, os.WNOHANG) for pid in self._running) if pid]
        return [(self._running.pop(pid), os.waitstatus_to_exitcode(status)) for pid, status in ended]

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/readyz", timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self._ending = True

    def _stop(self) -> None:
        self._tell(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self._running and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.05)
        self._tell(signal.SIGKILL)

    def _tell(self, number: signal.Signals) -> None:
        for pid in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

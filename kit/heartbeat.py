"""Signs of life: each worker and clock notes that it runs; readiness and metrics read the notes."""

from datetime import datetime, timedelta
from functools import cache

import redis
from alembic.script import ScriptDirectory
from flask import current_app
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from kit import queue
from kit.db import Model, command, db


class Heartbeat(Model):
    """The newest sign of life of one process."""

    __tablename__ = "heartbeat"

    process: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


@command
def beat(process: str, holder: str, *, now: datetime) -> None:
    """Note that `holder` (host and pid) runs as `process` ("clock" or "worker")."""
    row = insert(Heartbeat).values(process=process, holder=holder, at=now)
    db.session.execute(row.on_conflict_do_update(index_elements=["process", "holder"], set_={"at": row.excluded.at}))
    db.session.execute(text("DELETE FROM heartbeat WHERE at < :old"), {"old": now - timedelta(days=1)})


def is_fresh(process: str, *, now: datetime, within: timedelta) -> bool:
    """Has any process of this kind shown life lately?"""
    newest = db.session.scalar(select(func.max(Heartbeat.at)).where(Heartbeat.process == process))
    return newest is not None and now - newest <= within


def is_migrated() -> bool:
    """Is the schema the one this code was written for?"""
    found = db.session.execute(text("SELECT to_regclass('alembic_version') IS NOT NULL")).scalar_one()
    if not found:
        return False
    versions = {row[0] for row in db.session.execute(text("SELECT version_num FROM alembic_version"))}
    return versions == _heads(current_app.config["MIGRATIONS"])


@cache
def _heads(folder: str) -> set[str]:
    return set(ScriptDirectory(folder).get_heads())


def exposition(*, now: datetime) -> bytes:
    """The figures in Prometheus' text form: age of the newest beat of each process, depth of each queue."""
    registry = CollectorRegistry()
    age = Gauge("helpdesk_heartbeat_age_seconds", "Seconds since the newest sign of life", ["process"], registry=registry)
    for process, newest in db.session.execute(select(Heartbeat.process, func.max(Heartbeat.at)).group_by(Heartbeat.process)):
        age.labels(process).set((now - newest).total_seconds())
    waiting = Gauge("helpdesk_queue_depth", "Jobs that wait", ["queue"], registry=registry)
    for name in queue.QUEUES:
        try:
            waiting.labels(name).set(queue.depth(name))
        except redis.RedisError:
            waiting.labels(name).set(float("nan"))
    return generate_latest(registry)

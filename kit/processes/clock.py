"""The clock process: rings for what `kit.schedule` lists. Several may run; one leads, by an advisory lock. It decides nothing."""

import logging
import os
import socket
import threading
from functools import partial

import redis
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from kit import clock, heartbeat, profile, queue
from kit.db import db
from kit.processes.waiting import wait_for_signal
from kit.schedule import REGISTERED, Scheduled

LEADER_KEY = 4_716_000
BEAT_SECONDS = 10
_log = logging.getLogger(__name__)


class Leadership:
    """Held as long as one database connection lives; whoever loses it stops ringing and tries again."""

    def __init__(self) -> None:
        self._connection: Connection | None = None
        self._one_at_a_time = (
            threading.Lock()
        )  # the scheduler asks from many threads; a second connection would keep the lead from us

    def held(self) -> bool:
        """Do we lead at this moment? Takes the lead when nobody has it."""
        with self._one_at_a_time:
            return self._ask()

    def _ask(self) -> bool:
        try:
            if self._connection is None:
                self._connection = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            return bool(self._connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": LEADER_KEY}).scalar())
        except SQLAlchemyError as lost:
            _log.warning("leadership_lost", extra={"error": str(lost)})
            self._drop()
            return False

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def run(app: Flask) -> None:
    """Ring until SIGTERM or Ctrl-C."""
    with app.app_context():
        leader = Leadership()
        zone = profile.current().zone
        scheduler = BackgroundScheduler(
            timezone=zone, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for scheduled in REGISTERED.values():
            ring = partial(_ring, app, leader, scheduled)
            if scheduled.seconds is not None:
                scheduler.add_job(ring, "interval", seconds=scheduled.seconds, next_run_time=clock.now(), name=scheduled.job)
            else:
                hour, minute = (scheduled.at or "03:00").split(":")
                scheduler.add_job(ring, CronTrigger(hour=int(hour), minute=int(minute), timezone=zone), name=scheduled.job)
        scheduler.add_job(partial(_beat, app), "interval", seconds=BEAT_SECONDS, next_run_time=clock.now(), name="beat")
        db.session.remove()
    scheduler.start()
    wait_for_signal()
    scheduler.shutdown(wait=False)


def _ring(app: Flask, leader: Leadership, scheduled: Scheduled) -> None:
    """Enqueue the job unless it already waits: a worker that was down finds one ring, not thousands."""
    job_id = scheduled.job.replace(".", "-")
    with app.app_context():
        if not leader.held():
            return
        try:
            if not queue.is_waiting(job_id, scheduled.queue):
                queue.enqueue(scheduled.job, queue=scheduled.queue, job_id=job_id)
        except redis.RedisError as down:
            _log.warning("queue_unreachable", extra={"job": scheduled.job, "error": str(down)})


def _beat(app: Flask) -> None:
    with app.app_context():
        try:
            heartbeat.beat("clock", f"{socket.gethostname()}:{os.getpid()}", now=clock.now())
        except SQLAlchemyError as down:
            _log.warning("database_unreachable", extra={"error": str(down)})
        finally:
            db.session.remove()

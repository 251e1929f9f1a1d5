"""Jobs on RQ. Redis is only a doorbell: every job names a row that waits in the database, and a replay sweep rings again."""

import logging
from functools import partial
from importlib import import_module
from typing import Any

import redis
from flask import Flask, current_app
from rq import Queue
from rq.serializers import JSONSerializer

from kit.db import after_commit, db

FAST, BULK = "fast", "bulk"
QUEUES = (FAST, BULK)
JOB_SECONDS = 60
_log = logging.getLogger(__name__)
_worker_app: Flask | None = None


def enqueue_after_commit(job: str, *ids: int, queue: str = FAST) -> None:
    """Ring for `job` ("helpdesk.notifications.jobs.deliver") with row ids once the surrounding command has committed."""
    after_commit(partial(enqueue, job, *ids, queue=queue))


def enqueue(job: str, *ids: int, queue: str = FAST, job_id: str | None = None) -> bool:
    """Ring now. False when Redis does not answer: the row waits and the replay finds it."""
    try:
        _queue(queue).enqueue(perform, job, *ids, job_id=job_id, job_timeout=JOB_SECONDS, result_ttl=0, failure_ttl=86_400)
    except redis.RedisError as down:
        _log.warning("queue_unreachable", extra={"job": job, "error": str(down)})
        return False
    return True


def is_waiting(job_id: str, queue: str = FAST) -> bool:
    """Is a job with this id queued and not yet begun? Raises redis.RedisError when Redis does not answer."""
    return job_id in _queue(queue).get_job_ids()


def depth(queue: str) -> int:
    """How many jobs wait. Raises redis.RedisError when Redis does not answer."""
    return int(_queue(queue).count)


def empty() -> None:
    """Forget every waiting job; the rows they name wait in the database. Raises redis.RedisError when Redis does not answer."""
    for name in QUEUES:
        _queue(name).empty()


def perform(job: str, *ids: int) -> None:
    """What a worker runs: import the job by its dotted name and call it inside the application."""
    module, _, name = job.rpartition(".")
    function = getattr(import_module(module), name)
    if _worker_app is None:
        function(*ids)
        return
    with _worker_app.app_context():
        try:
            function(*ids)
        finally:
            db.session.remove()


def bind_worker(app: Flask) -> None:
    """Let jobs of this process run inside `app`."""
    global _worker_app
    _worker_app = app


def connect(url: str, *, timeout: float | None = 1.0) -> redis.Redis:
    """A Redis client. `timeout` in seconds; None waits for ever, as a worker's blocking reads must."""
    return redis.Redis.from_url(url, socket_connect_timeout=1.0, socket_timeout=timeout)


def queue_of(connection: redis.Redis, name: str) -> Queue:
    """The RQ queue called `name`; arguments travel as JSON, never as pickles."""
    return Queue(name, connection=connection, serializer=JSONSerializer)


def init_app(app: Flask, url: str) -> None:
    """Give the application its Redis connection."""
    app.extensions["redis"] = connect(url)


def connection() -> redis.Redis:
    """The current application's Redis."""
    found: Any = current_app.extensions["redis"]
    return found  # type: ignore[no-any-return]


def _queue(name: str) -> Queue:
    return queue_of(connection(), name)

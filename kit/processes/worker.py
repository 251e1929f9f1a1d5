"""The worker process: one RQ worker a queue, each a child that is started again when it dies.

A job that hangs is ended by its time limit; what a killed child had begun is found again by the sweeps, because every job names
a row that waits in the database."""

import contextlib
import logging
import os
import signal
import socket
import time
from functools import partial
from types import FrameType

from flask import Flask
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from kit import clock, heartbeat, queue
from kit.db import db
from kit.processes.forking import fork, keep_memory_shared

RESTART_SECONDS = 1.0
_log = logging.getLogger(__name__)


def run(app: Flask, names: tuple[str, ...] = queue.QUEUES) -> None:
    """Work on the queues until SIGTERM or Ctrl-C; a running job is finished first."""
    queue.bind_worker(app)
    keep_memory_shared()
    children = {_start(app, name): name for name in names}
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while children:
        pid, status = os.wait()
        name = children.pop(pid, "")
        if name and not stopping:
            _log.warning("worker_died", extra={"queue": name, "status": status})
            time.sleep(RESTART_SECONDS)
            children[_start(app, name)] = name


def _start(app: Flask, name: str) -> int:
    return fork(partial(_work, app, name), app)


def _work(app: Flask, name: str) -> None:
    with app.app_context():
        heartbeat.beat("worker", f"{socket.gethostname()}:{os.getpid()}", now=clock.now())
        db.session.remove()
    connection = queue.connect(app.config["SETTINGS"].redis_url, timeout=None)
    worker = SimpleWorker(
        [queue.queue_of(connection, name)],
        connection=connection,
        serializer=JSONSerializer,
        worker_ttl=60,
        maintenance_interval=15,
        log_job_description=False,
    )
    worker.work(logging_level="WARNING")

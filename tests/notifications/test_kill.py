"""A worker process is really killed while the provider holds its request (HARDENING G25, J4)."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from helpdesk.notifications import jobs
from helpdesk.notifications.models import Notification
from helpdesk.notifications.vocabulary import Status
from kit import clock
from kit.accounts.models import User
from tests.conftest import KEY
from tests.notifications.conftest import fresh
from tests.notifications.twin import Twin

WORKER = """
import sys
from helpdesk.app import create_app
from helpdesk.notifications import jobs
from kit.settings import Settings

with create_app(Settings.from_env()).app_context():
    jobs.deliver(int(sys.argv[1]))
"""


@pytest.mark.faults
def test_kill_9_while_sending(
    app: Flask, twin: Twin, customer: User, request_reset: Callable[[User], Notification], work: Callable[[], None]
) -> None:
    settings = app.config["SETTINGS"]
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "HELPDESK_INSTANCE": str(settings.instance),
        "SECRET_KEY": settings.secret_key,
        "FIELD_ENCRYPTION_KEYS": KEY,
        "SENDGRID_API_KEY": settings.sendgrid_api_key,
        "SENDGRID_HOST": settings.sendgrid_host,
    }
    twin.script.append("hang")
    row = request_reset(customer)
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(row.id)], env=environment)
    wait_until(lambda: len(twin.asked) == 1)
    worker.kill()
    worker.wait(10)
    assert fresh(row).status is Status.SENDING
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=True):
        jobs.replay()
        assert fresh(row).status is Status.AMBIGUOUS
    with time_machine.travel(clock.now() + timedelta(minutes=12), tick=True):
        jobs.replay()
        work()
    assert (fresh(row).status, fresh(row).attempt) == (Status.SENT, 2)
    assert len({body["headers"]["Message-ID"] for body in twin.asked}) == 1
    assert len(twin.accepted) == 1


def wait_until(is_true: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)

"""The kit's own recurring jobs: a worker that does this one is alive."""

import os
import socket
from datetime import timedelta

from sqlalchemy import delete

from kit import clock, heartbeat
from kit.accounts.models import Throttle, UserSession
from kit.accounts.security import CUSTOMER_ABSOLUTE
from kit.db import command, db
from kit.queue import BULK
from kit.schedule import daily, every
from kit.web.idempotency import SentForm

KEEP_SENT_FORMS = timedelta(days=7)


@every(15)
def show_life() -> None:
    """The fast worker notes that it works."""
    heartbeat.beat("worker", f"{socket.gethostname()}:{os.getpid()}", now=clock.now())


@daily("03:10", queue=BULK)
@command
def forget_old() -> None:
    """Drop ended sessions, full throttles and the keys of forms sent more than a week ago."""
    now = clock.now()
    db.session.execute(delete(UserSession).where(UserSession.created_at < now - CUSTOMER_ABSOLUTE))
    db.session.execute(delete(Throttle).where(Throttle.refilled_at < now - timedelta(days=1)))
    db.session.execute(delete(SentForm).where(SentForm.at < now - KEEP_SENT_FORMS))

"""Notifications in tests: a mail provider's twin, a kind to send, the files of the outbox."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from helpdesk.notifications.channels.outbox import folder
from helpdesk.notifications.models import Notification
from kit.accounts import commands as accounts
from kit.accounts.models import User
from kit.accounts.vocabulary import AccountMail
from kit.db import db
from tests.notifications.twin import Twin


@pytest.fixture
def twin(app: Flask) -> Iterator[Twin]:
    """The application sends its mail to a twin of the provider on loopback."""
    server, before = Twin(), app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(before, sendgrid_api_key="SG.of-the-twin", sendgrid_host=server.url)
    yield server
    app.config["SETTINGS"] = before
    server.close()


@pytest.fixture
def request_reset(app: Flask, now: datetime) -> Callable[[User], Notification]:
    """Queue the simplest mail there is, the link to a new password; returns its row."""

    def ask(user: User) -> Notification:
        accounts.request_mail(user, AccountMail.RESET, now=now)
        return newest()

    return ask


@pytest.fixture
def outbox_mails(app: Flask) -> Iterator[Callable[[], list[EmailMessage]]]:
    """The mails kept as files, the oldest first; gone after the test."""
    kept = folder(app.config["SETTINGS"])

    def read() -> list[EmailMessage]:
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(kept.glob("*.eml"))]

    for stale in kept.glob("*.eml"):
        stale.unlink()
    yield read
    for path in kept.glob("*.eml"):
        path.unlink()


def newest() -> Notification:
    """The newest notification, freshly read."""
    statement = select(Notification).order_by(Notification.id.desc()).limit(1)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def fresh(row: Notification) -> Notification:
    """The row as it stands in the database now."""
    db.session.expire_all()
    return db.session.get_one(Notification, row.id)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

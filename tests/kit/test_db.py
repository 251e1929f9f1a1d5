"""Transactions: nested commands join, raising undoes everything, put-off work waits for the commit."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError

from kit.accounts.events import SignedIn
from kit.accounts.models import User
from kit.db import after_commit, command, db
from kit.events import EventRecord, publish


@command
def rename(user: User, name: str, done: list[str]) -> None:
    user.name = name
    after_commit(lambda: done.append(name))


@command
def rename_and_fail(user: User, done: list[str]) -> None:
    rename(user, "Changed", done)
    raise ValueError("no")


def test_a_nested_command_joins_the_outer_one(customer: User) -> None:
    done: list[str] = []
    with pytest.raises(ValueError, match="no"):
        rename_and_fail(customer, done)
    assert done == []
    assert db.session.scalar(select(User.name).where(User.id == customer.id)) == "Hannah Brooks"


def test_put_off_work_is_done_after_the_commit(customer: User) -> None:
    done: list[str] = []
    rename(customer, "Hanna", done)
    assert done == ["Hanna"]


def test_an_event_is_recorded_and_cannot_be_changed(app: Flask, customer: User, now: datetime) -> None:
    command(publish)(SignedIn(user_id=customer.id, actor_id=customer.id, at=now))
    record = db.session.scalars(select(EventRecord).where(EventRecord.kind == "SignedIn")).one()
    assert (record.subject, record.subject_id, record.at) == ("user", customer.id, now)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text("UPDATE event_record SET kind = 'Nothing'"))


def test_work_cannot_be_put_off_outside_a_command(app: Any) -> None:
    with pytest.raises(RuntimeError):
        after_commit(print)


def test_a_connection_that_died_while_it_rested_is_replaced(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.db._TRUSTED_SECONDS", 0)
    db.session.scalar(select(1))
    db.session.rollback()
    mine = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    other = create_engine(db.engine.url)
    with other.connect() as connection:
        connection.execute(mine)
    other.dispose()
    assert db.session.scalar(select(1)) == 1

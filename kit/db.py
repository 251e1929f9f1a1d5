"""The database: the declarative base, the session, and `@command`, the only place that commits."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import psycopg
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm.exc import StaleDataError

from kit.errors import Conflict, NotFound

P = ParamSpec("P")
R = TypeVar("R")
ASK_AGAIN_SECONDS = 0.1
M = TypeVar("M", bound="Model")

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """Base of all tables: whole numbers are 64 bit, instants are `timestamptz`, words are stored as their value."""

    metadata = sa.MetaData(naming_convention=_NAMES)
    type_annotation_map = {
        int: sa.BigInteger,
        str: sa.Text,
        datetime: sa.DateTime(timezone=True),
        dict[str, Any]: JSONB,
        dict[str, str]: JSONB,
        dict[str, int]: JSONB,
        list[str]: JSONB,
        list[int]: JSONB,
        list[Any]: JSONB,
        list[dict[str, Any]]: JSONB,
        StrEnum: sa.Enum(
            StrEnum,
            native_enum=False,
            create_constraint=False,
            length=40,
            values_callable=lambda words: [word.value for word in words],
        ),
    }


db = SQLAlchemy(session_options={"expire_on_commit": False}, disable_autonaming=True)

_TRUSTED_SECONDS = 1


@sa.event.listens_for(sa.Pool, "checkin")
def _note_rest(_connection: Any, record: sa.PoolProxiedConnection) -> None:
    record.info["rests_since"] = time.monotonic()


@sa.event.listens_for(sa.Pool, "checkout")
def _try_rested(connection: psycopg.Connection[Any], record: Any, _proxy: object) -> None:
    """A connection that has rested is tried before it is used: the server may have been started anew. One that was in use a
    moment ago is trusted, which spares a busy process a question for every request."""
    if time.monotonic() - record.info.get("rests_since", time.monotonic()) < _TRUSTED_SECONDS:
        return
    try:
        connection.execute("SELECT")
        connection.rollback()
    except psycopg.OperationalError as gone:
        raise sa.exc.InvalidatePoolError from gone


def command(function: Callable[P, R]) -> Callable[P, R]:
    """A transaction. The outermost command commits and then runs what was put off by `after_commit`; a nested one joins it;
    raising rolls everything back, put-off work included. A row changed meanwhile by somebody else raises Conflict."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        session = db.session()
        if session.info.get("in_command"):
            return function(*args, **kwargs)
        session.info["in_command"] = True
        session.info["after_commit"] = []
        try:
            result = function(*args, **kwargs)
            session.commit()
        except StaleDataError as stale:
            session.rollback()
            raise Conflict("stale", "Somebody changed this meanwhile. Look at the new state and try again.") from stale
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["in_command"] = False
            put_off = session.info.pop("after_commit", [])
        for act in put_off:
            act()
        return result

    return run


def after_commit(act: Callable[[], object]) -> None:
    """Do `act` once the surrounding command has committed; never if it is rolled back. Raises RuntimeError outside a command."""
    session = db.session()
    if not session.info.get("in_command"):
        raise RuntimeError("after_commit needs a surrounding @command")
    session.info["after_commit"].append(act)


def lock(model: type[M], key: int) -> M:
    """The row, freshly read and locked until the end of the transaction (`FOR UPDATE`). Raises NotFound."""
    row = db.session.get(model, key, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(model.__name__.lower(), key)
    return row


@contextmanager
def one_at_a_time(key: int) -> Iterator[None]:
    """Wait until no other process of this database is inside with the same key (an advisory lock), then go in.

    The lock has a connection of its own and ends with it, so a killed process leaves nobody waiting. Who waits asks again and
    again: a waiting statement would hold up migrations that build an index concurrently."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.execute(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar():
            time.sleep(ASK_AGAIN_SECONDS)
        try:
            yield
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": key})


def claimed(statement: sa.Update) -> bool:
    """Run a conditional update of one row; True when this caller got it (`rowcount == 1`)."""
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    return bool(result.rowcount == 1)  # type: ignore[attr-defined]


def next_value(sequence: str) -> int:
    """The next number of a database sequence; gaps are allowed."""
    return int(db.session.execute(sa.select(sa.func.nextval(sequence))).scalar_one())

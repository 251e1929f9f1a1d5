"""Typed events: facts, recorded in the transaction that made them, told to subscribers that write rows."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import DDL, Index, event, insert
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model, db

E = TypeVar("E", bound="Event")
_subscribers: dict[type["Event"], list[Callable[[Any], None]]] = defaultdict(list)
_takers: dict[type["Event"], list[Callable[[Sequence[Any]], None]]] = defaultdict(list)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Subclasses name their `subject` ("ticket") and carry its id (`ticket_id`); ids and plain values.
    `actor_id` is None when the clock or an outside system acted. No event carries a secret."""

    subject: ClassVar[str]
    at: datetime
    actor_id: int | None = None


class EventRecord(Model):
    """The recorded event: the timeline of its subject and the audit trail. Append-only, guarded by a trigger."""

    __tablename__ = "event_record"
    __table_args__ = (
        Index("ix_event_record_subject", "subject", "subject_id", "id"),
        Index("ix_event_record_ticket", "ticket_id", "id", postgresql_where="ticket_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    ticket_id: Mapped[int | None]  # in whose conversation the event is shown; an opaque reference
    actor_id: Mapped[int | None]
    at: Mapped[datetime]
    particulars: Mapped[dict[str, Any]] = mapped_column(default=dict)


APPEND_ONLY = DDL(  # type: ignore[no-untyped-call]
    """
    CREATE OR REPLACE FUNCTION event_record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('helpdesk.erasing', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
      RAISE EXCEPTION 'event_record is append-only';
    END $$;
    CREATE TRIGGER event_record_guard BEFORE UPDATE OR DELETE ON event_record
    FOR EACH ROW EXECUTE FUNCTION event_record_is_append_only();
    """
)
event.listen(EventRecord.__table__, "after_create", APPEND_ONLY)


def on(*kinds: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Subscribe a function to events. It runs inside the publishing transaction: it writes rows and decides nothing."""

    def subscribe(function: Callable[[E], None]) -> Callable[[E], None]:
        for kind in kinds:
            if function not in _subscribers[kind]:
                _subscribers[kind].append(function)
        return function

    return subscribe


def on_many(kind: type[E]) -> Callable[[Callable[[Sequence[E]], None]], Callable[[Sequence[E]], None]]:
    """As `on`, for what hundreds of events make in few statements: the function gets all that are published together."""

    def subscribe(function: Callable[[Sequence[E]], None]) -> Callable[[Sequence[E]], None]:
        if function not in _takers[kind]:
            _takers[kind].append(function)
        return function

    return subscribe


def publish(fact: Event) -> None:
    """Record `fact` and tell its subscribers. If one raises, the whole command is undone."""
    db.session.add(EventRecord(**_columns(fact)))
    _tell(type(fact), [fact])


def publish_all(facts: Sequence[Event]) -> None:
    """As `publish`, for many facts at once: one statement records them, and their kinds are told one after the other."""
    if facts:
        db.session.execute(insert(EventRecord), [_columns(fact) for fact in facts])
    for kind in dict.fromkeys(type(fact) for fact in facts):
        _tell(kind, [fact for fact in facts if type(fact) is kind])


def subscribers_of(kind: type[Event]) -> tuple[Callable[[Any], None], ...]:
    """Who listens to events of this kind, in order of registration."""
    return (*_subscribers[kind], *_takers[kind])


def _tell(kind: type[Event], facts: Sequence[Event]) -> None:
    for function in _subscribers[kind]:
        for fact in facts:
            function(fact)
    for taker in _takers[kind]:
        taker(facts)


def _columns(fact: Event) -> dict[str, Any]:
    values = {item.name: getattr(fact, item.name) for item in fields(fact)}
    at, actor_id = values.pop("at"), values.pop("actor_id")
    subject_id = values.pop(f"{fact.subject}_id")
    return {
        "kind": type(fact).__name__,
        "subject": fact.subject,
        "subject_id": subject_id,
        "ticket_id": subject_id if fact.subject == "ticket" else values.get("ticket_id"),
        "actor_id": actor_id,
        "at": at,
        "particulars": {name: _plain(value) for name, value in values.items()},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value

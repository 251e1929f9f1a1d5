"""The queue: filtered rows without entities, page by page, and all counters in one look at the open tickets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, ScalarSelect, SQLColumnExpression, and_, func, select
from sqlalchemy.orm import aliased

from helpdesk.classification.vocabulary import Category
from helpdesk.tickets import views
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import search
from helpdesk.tickets.rules.access import may_work
from helpdesk.tickets.vocabulary import FINAL, Channel, Priority, Status
from kit.accounts.models import User
from kit.db import db
from kit.errors import NotAllowed
from kit.events import EventRecord
from kit.web.paging import Cursor, Page, keyset

Requester, Assignee = aliased(User), aliased(User)
QueueRow = Row[Any]

_COLUMNS = (
    Ticket.id, Ticket.number, Ticket.subject, Ticket.status, Ticket.hold_for, Ticket.priority, Ticket.category, Ticket.channel,
    Ticket.assignee_id, Ticket.last_message_at, Ticket.last_message_by, Ticket.preview, Ticket.unanswered_since, Ticket.created_at,
    Ticket.next_due_at, Ticket.next_started_at, Ticket.next_warn_at, Ticket.next_metric, Ticket.remaining_s, Ticket.clock_state,
    Ticket.awaiting_consent_until, Ticket.requester_id, Ticket.order_number, Ticket.queue_at,
    func.coalesce(func.nullif(Requester.name, ""), Requester.email, "–").label("requester_name"),
    func.coalesce(func.nullif(Assignee.name, ""), Assignee.email).label("assignee_name"),
)  # fmt: skip
_SORTS: dict[str, tuple[Sequence[Any], Sequence[type], bool]] = {
    "due": ((Ticket.queue_at, Ticket.id), (datetime, int), False),
    "newest": ((Ticket.last_message_at, Ticket.id), (datetime, int), True),
    "oldest": ((Ticket.id,), (int,), False),
}
SORTS = tuple(_SORTS)
NOBODY, ME = "none", "me"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the reader asked to see; every field is checked against a list, so nothing else reaches the query (HARDENING A12)."""

    view: str = views.DEFAULT_VIEW
    status: str = ""
    category: str = ""
    priority: str = ""
    assignee: str = ""
    channel: str = ""
    sort: str = ""
    q: str = ""

    def checked(self) -> "Wanted":
        """With what is unknown left out."""
        return replace(
            self,
            view=self.view if self.view in views.VIEWS else views.DEFAULT_VIEW,
            status=self.status if self.status in {*Status, "any"} else "",
            category=self.category if self.category in set(Category) else "",
            priority=self.priority if self.priority in set(Priority) else "",
            assignee=self.assignee
            if self.assignee in {NOBODY, ME} or (self.assignee.isdecimal() and len(self.assignee) < 18)
            else "",
            channel=self.channel if self.channel in set(Channel) else "",
            sort=self.sort if self.sort in _SORTS else "",
            q=self.q.strip()[:100],
        )

    @property
    def order(self) -> str:
        """The sort in force: by deadline, but what was searched or is done by time."""
        return self.sort or ("newest" if self.q or self.is_beyond_open else "due")

    @property
    def is_beyond_open(self) -> bool:
        """Does it ask for finished tickets, which are never counted?"""
        return self.status == "any" or self.status in set(FINAL)

    @property
    def is_narrowed(self) -> bool:
        """Is anything but the view chosen?"""
        return bool(self.status or self.category or self.priority or self.assignee or self.channel or self.q)


def page(actor: User, wanted: Wanted, cursor_text: str | None, *, now: datetime) -> Page[QueueRow]:
    """One page of 50 rows. Raises NotAllowed for those who are no agents."""
    check(actor)
    columns, kinds, falling = _SORTS[wanted.order]
    return keyset(
        _rows().where(*_conditions(actor, wanted, now)), columns, Cursor.parse(cursor_text, kinds), descending=falling,
        fetch=lambda statement: db.session.execute(statement).all(),
        key=lambda row: tuple(getattr(row, column.key) for column in columns),
    )  # fmt: skip


def own_page(customer: User, wanted: Wanted, cursor_text: str | None, *, now: datetime) -> Page[QueueRow]:
    """A customer's own tickets, the newest message first; of the filters only the status counts. Core rows as in the queue."""
    columns, kinds, falling = _SORTS["newest"]
    stmt = _rows().where(Ticket.requester_id == customer.id)
    if wanted.status in set(Status):
        stmt = stmt.where(Ticket.status == wanted.status)
    return keyset(
        stmt, columns, Cursor.parse(cursor_text, kinds), descending=falling,
        fetch=lambda statement: db.session.execute(statement).all(),
        key=lambda row: tuple(getattr(row, column.key) for column in columns),
    )  # fmt: skip


def strip(actor: User, wanted: Wanted, *, now: datetime, limit: int = 30) -> Sequence[QueueRow]:
    """The first tickets of a view, for the narrow list beside a ticket."""
    check(actor)
    columns, _, falling = _SORTS[wanted.order]
    order = (column.desc() if falling else column.asc() for column in columns)
    return db.session.execute(_rows().where(*_conditions(actor, wanted, now)).order_by(*order).limit(limit)).all()


def mark_of_change() -> int:
    """A number that grows with everything that happens; equal numbers mean that a poll has nothing to tell."""
    return db.session.scalar(select(newest_event())) or 0


def newest_event() -> ScalarSelect[int]:
    """The same as part of another statement."""
    return select(func.coalesce(func.max(EventRecord.id), 0)).scalar_subquery()


def holds(actor: User, wanted: Wanted, now: datetime) -> SQLColumnExpression[bool]:
    """The condition of a list, without its search: what the counters count."""
    return and_(*_conditions(actor, replace(wanted, q=""), now))


def check(actor: User) -> None:
    """Raises NotAllowed for those who are no agents."""
    if not may_work(actor):
        raise NotAllowed("list", "tickets")


def _rows() -> Any:
    joined = select(*_COLUMNS).join(Requester, Requester.id == Ticket.requester_id)
    return joined.outerjoin(Assignee, Assignee.id == Ticket.assignee_id)


def _conditions(actor: User, wanted: Wanted, now: datetime) -> list[SQLColumnExpression[bool]]:
    found = _scope(actor, wanted, now)
    for column, value in (
        (Ticket.category, wanted.category), (Ticket.priority, wanted.priority), (Ticket.channel, wanted.channel),
    ):  # fmt: skip
        if value:
            found.append(column == value)
    if wanted.assignee == NOBODY:
        found.append(Ticket.assignee_id.is_(None))
    elif wanted.assignee:
        found.append(Ticket.assignee_id == (actor.id if wanted.assignee == ME else int(wanted.assignee)))
    if wanted.q:
        found.append(search.matches(wanted.q))
    return found


def _scope(actor: User, wanted: Wanted, now: datetime) -> list[SQLColumnExpression[bool]]:
    """The view among open tickets; a search looks everywhere, a chosen status beyond the open ones too."""
    if wanted.status == "any" or (wanted.q and not wanted.status and wanted.view == views.DEFAULT_VIEW):
        return []
    if wanted.status in set(FINAL):
        return [Ticket.status == wanted.status]
    found: list[SQLColumnExpression[bool]] = [Ticket.is_open, views.VIEWS.get(wanted.view).holds(actor.id, now)]
    return [*found, Ticket.status == wanted.status] if wanted.status else found

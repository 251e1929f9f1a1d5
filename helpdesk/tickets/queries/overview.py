"""What every page of the desk shows around its subject, by one look: counters of the open tickets, colleagues, the oldest wait."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from helpdesk.classification.vocabulary import Category
from helpdesk.staff import queries as staff
from helpdesk.staff.queries import Colleague
from helpdesk.tickets import views
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import queue
from helpdesk.tickets.queries.queue import Wanted
from kit.accounts.models import User
from kit.db import db

URGENCIES = ("breached", "due", "on_track", "paused")


@dataclass(frozen=True)
class Overview:
    """`counts` of views and categories; of a list also its urgency groups ("group_breached", …) and what is `new` in it.
    `newest` is the highest ticket id, `oldest` when the customer who waits longest wrote."""

    newest: int
    oldest: datetime | None
    counts: dict[str, int] = field(default_factory=dict)
    colleagues: list[Colleague] = field(default_factory=list)


def overview(actor: User, *, wanted: Wanted | None = None, since: int = 0, now: datetime) -> Overview:
    """One pass over the open tickets, whatever the number of views. `since` is the ticket id after which a ticket is new."""
    queue.check(actor)
    counted = {view.key: view.holds(actor.id, now) for view in views.in_order()}
    counted |= {f"category_{category}": Ticket.category == category for category in Category}
    if wanted is not None:
        within = queue.holds(actor, wanted, now)
        urgent = (views.is_late(now), views.is_due_soon(now), views.is_on_track(now), Ticket.next_due_at.is_(None))
        counted |= {f"group_{name}": within & condition for name, condition in zip(URGENCIES, urgent, strict=True)}
        counted["new"] = within & (Ticket.id > since)
    counts = [func.count().filter(condition).label(name) for name, condition in counted.items()]
    newest = select(func.coalesce(func.max(Ticket.id), 0)).scalar_subquery().label("newest")
    oldest, colleagues = (
        func.min(Ticket.unanswered_since).label("oldest"),
        staff.colleagues_part().scalar_subquery().label("colleagues"),
    )
    row = db.session.execute(select(*counts, newest, oldest, colleagues).where(Ticket.is_open)).one()._mapping
    numbers = {name: row[name] for name in counted}
    return Overview(row["newest"], row["oldest"], numbers, staff.read_colleagues(row["colleagues"]))

"""The standing block: what sla, proposals and returns tell the ticket, so that queue and guards read one row.

None of it is a person's edit: the ticket's version does not change, and nobody's open form becomes stale by it."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import bindparam, update

from helpdesk.tickets.events import CaseLinked
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import ClockState
from kit.accounts.models import User
from kit.db import command, db
from kit.events import publish


class Keep(Enum):
    """Marks an argument that was not given: the value stays as it is."""

    AS_IS = "as_is"


@command
def set_clock(
    ticket_id: int,
    *,
    next_due_at: datetime | None,
    next_started_at: datetime | None = None,
    next_warn_at: datetime | None = None,
    next_metric: str | None = None,
    remaining_s: int | None = None,
    clock_state: ClockState | str,
    breached: bool = False,
) -> None:
    """Tell how the most pressing clock stands: `next_due_at` is the earliest deadline of a running clock, a past one included;
    None while all stand still (`remaining_s`, seconds of open time, is shown then). `breached`: an open clock is past its
    deadline."""
    _tell(
        ticket_id, next_due_at=next_due_at, next_started_at=next_started_at, next_warn_at=next_warn_at, next_metric=next_metric,
        remaining_s=remaining_s, clock_state=ClockState(clock_state), breached=breached,
    )  # fmt: skip


@command
def set_clocks(standings: Mapping[int, Mapping[str, Any]]) -> None:
    """As `set_clock`, for many tickets in one go: the arguments of each by its ticket's id, every one of them given."""
    if standings:
        one = update(Ticket).where(Ticket.id == bindparam("key"))
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in next(iter(standings.values()))}
        rows = [{"key": key, **{f"new_{name}": value for name, value in told.items()}} for key, told in standings.items()]
        db.session.connection().execute(one.values(values), rows)


@command
def set_promises(
    ticket_id: int, *, awaiting_consent_until: datetime | Keep | None = Keep.AS_IS, open_promises: int | Keep = Keep.AS_IS
) -> None:
    """Tell until when a proposal waits for the customer's yes, and how many accepted promises are still to be kept."""
    told = {"awaiting_consent_until": awaiting_consent_until, "open_promises": open_promises}
    changed = {name: value for name, value in told.items() if value is not Keep.AS_IS}
    if changed:
        _tell(ticket_id, **changed)


@command
def link_case(ticket_id: int, case_id: int, case_number: str, *, actor: User | None = None, now: datetime) -> None:
    """An after-sales case belongs to this conversation from now on."""
    _tell(ticket_id, case_id=case_id, case_number=case_number)
    publish(CaseLinked(ticket_id=ticket_id, case_id=case_id, case_number=case_number, at=now, actor_id=actor.id if actor else None))


def _tell(ticket_id: int, **values: Any) -> None:
    db.session.execute(update(Ticket).where(Ticket.id == ticket_id).values(**values))

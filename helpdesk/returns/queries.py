"""Loading cases with everything their pages show, always in the scope of an actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from helpdesk.returns.models import (
    Case,
    CaseEvent,
    CaseLine,
    Deadline,
    Evidence,
    Inspection,
    PolicyDecision,
    RequestDraft,
    ReturnParcel,
    UnexpectedItem,
)
from helpdesk.returns.vocabulary import TERMINAL_STATES, DeadlineStatus, State
from kit.accounts.models import User
from kit.db import db
from kit.errors import NotFound
from kit.numbers import parse_serial
from kit.uploads.models import Upload
from kit.web.paging import Cursor, Page, keyset

T = TypeVar("T")
CURSOR_KINDS = (datetime, int)
COUNT_CAP = 1000
VIEWS: dict[str, tuple[State, ...]] = {
    "review": (State.PENDING_REVIEW,),
    "waiting": (State.AWAITING_BUYER_INFO, State.NEGOTIATING, State.AWAITING_RETURN, State.RETURN_IN_TRANSIT),
    "inspect": (State.RECEIVED, State.INSPECTED),
    "money": (State.REFUNDING, State.PAYOUT_PROBLEM),
    "objections": (State.REJECTED, State.IN_DISPUTE),
}
_OPEN = select(Case.state).where(Case.state.not_in(TERMINAL_STATES)).limit(COUNT_CAP * len(VIEWS)).subquery()
_OPEN_BY_STATE = select(_OPEN.c.state, func.count()).group_by(_OPEN.c.state)  # every page of the desk asks it


@dataclass(frozen=True)
class File:
    """Everything about one case, for its page."""

    case: Case
    history: list[CaseEvent]
    deadlines: list[Deadline]
    evidence: list[Evidence]
    inspections: list[Inspection]
    parcels: list[ReturnParcel]
    unexpected: list[UnexpectedItem]
    decisions: list[PolicyDecision]

    def found_on(self, line: CaseLine) -> list[Inspection]:
        return [one for one in self.inspections if one.case_line_id == line.id]

    def photos_of(self, inspection: Inspection) -> list[Evidence]:
        return [one for one in self.evidence if one.inspection_id == inspection.id]

    @property
    def from_customer(self) -> list[Evidence]:
        return [one for one in self.evidence if one.inspection_id is None]


def for_staff(actor: User, number: str) -> Case:
    """A case by its number in any spelling. Raises NotFound, also for those who do not work here."""
    if not (actor.active and actor.is_staff):
        raise NotFound("case", number)
    return _one(_whole().where(Case.number == _canonical(number)), number)


def for_customer(actor: User, number: str) -> Case:
    """The actor's own case. Raises NotFound for any other."""
    return _one(_whole().where(Case.number == _canonical(number), Case.customer_id == actor.id), number)


def file_of(case: Case) -> File:
    """Everything about a case that is already in scope."""
    lines = [line.id for line in case.lines]
    by_line = Inspection.case_line_id.in_(lines)
    return File(
        case=case,
        history=_all(
            select(CaseEvent)
            .where(CaseEvent.case_id == case.id)
            .order_by(CaseEvent.seq.desc())
            .options(joinedload(CaseEvent.actor))
        ),
        deadlines=_all(select(Deadline).where(Deadline.case_id == case.id).order_by(Deadline.id)),
        evidence=_all(
            select(Evidence).where(Evidence.case_id == case.id).order_by(Evidence.id).options(joinedload(Evidence.upload))
        ),
        inspections=_all(select(Inspection).where(by_line).order_by(Inspection.id).options(joinedload(Inspection.by))),
        parcels=_all(select(ReturnParcel).where(ReturnParcel.case_id == case.id).order_by(ReturnParcel.id)),
        unexpected=_all(select(UnexpectedItem).where(UnexpectedItem.case_id == case.id)),
        decisions=_all(select(PolicyDecision).where(PolicyDecision.case_id == case.id).order_by(PolicyDecision.id)),
    )


def evidence_file(case: Case, evidence_id: int, *, for_customer: bool) -> Upload:
    """The file of a piece of evidence of this case. Raises NotFound."""
    stmt = select(Upload).join(Evidence, Evidence.upload_id == Upload.id)
    stmt = stmt.where(Evidence.id == evidence_id, Evidence.case_id == case.id)
    if for_customer:
        stmt = stmt.where(Evidence.for_customer)
    found = db.session.scalar(stmt)
    if found is None:
        raise NotFound("evidence", evidence_id)
    return found


def page_of_cases(view: str, cursor: Cursor | None) -> Page[Case]:
    """One page of the desk's list: open cases of a view by deadline, finished ones newest first."""
    stmt = select(Case).options(joinedload(Case.customer), selectinload(Case.lines))
    if view == "done":
        columns: list[ColumnElement[object]] = [Case.opened_at, Case.id]  # type: ignore[list-item]
        stmt = stmt.where(Case.state.in_(TERMINAL_STATES))
        return keyset(stmt, columns, cursor, descending=True, fetch=_all, key=lambda case: (case.opened_at, case.id))
    stmt = stmt.where(Case.state.in_(VIEWS[view]) if view in VIEWS else Case.state.not_in(TERMINAL_STATES))
    by_due: list[ColumnElement[object]] = [func.coalesce(Case.due_at, _NEVER), Case.id]  # type: ignore[list-item]
    return keyset(stmt, by_due, cursor, descending=False, fetch=_all, key=lambda case: (case.due_at or _NEVER, case.id))


def counts() -> dict[str, int]:
    """How many open cases each view has, capped."""
    rows = db.session.execute(_OPEN_BY_STATE).all()
    by_state = {State(state): count for state, count in rows}
    found = {view: sum(by_state.get(state, 0) for state in states) for view, states in VIEWS.items()}
    return {**found, "open": sum(by_state.values())}


def of_order(order_id: int) -> list[Case]:
    """The cases of an order, newest first."""
    stmt = select(Case).where(Case.order_id == order_id).order_by(Case.id.desc()).options(selectinload(Case.lines))
    return _all(stmt)


def of_ticket(ticket_id: int) -> list[Case]:
    """The cases of a conversation, newest first."""
    stmt = select(Case).where(Case.ticket_id == ticket_id).order_by(Case.id.desc()).options(selectinload(Case.lines))
    return _all(stmt)


def of_customer(customer_id: int, limit: int = 50) -> list[Case]:
    """The cases of a customer, newest first."""
    stmt = select(Case).where(Case.customer_id == customer_id).order_by(Case.id.desc()).options(selectinload(Case.lines))
    return _all(stmt.limit(limit))


def has_inspection_photo(case_id: int) -> bool:
    """Whether an inspection of the case has shown its findings."""
    stmt = select(Evidence.id).where(Evidence.case_id == case_id, Evidence.inspection_id.is_not(None)).limit(1)
    return db.session.scalar(stmt) is not None


def earlier_of(customer_id: int, but: int) -> int:
    """How many other cases the customer has had."""
    stmt = select(func.count()).select_from(Case).where(Case.customer_id == customer_id, Case.id != but)
    return int(db.session.scalar(stmt) or 0)


def draft_of(order_id: int, person_id: int) -> dict[str, object]:
    """What a person has filled in so far, an empty draft at first."""
    found = db.session.get(RequestDraft, (order_id, person_id), populate_existing=True)
    return dict(found.data) if found else {}


def overdue_ids(now: datetime, limit: int = 500) -> Sequence[int]:
    """Armed deadlines that have passed, the oldest first."""
    due = Deadline.status == DeadlineStatus.ARMED, Deadline.due_at < now
    return db.session.scalars(select(Deadline.id).where(*due).order_by(Deadline.due_at).limit(limit)).all()


def near_ids(now: datetime, limit: int = 500) -> Sequence[int]:
    """Armed deadlines nobody was reminded of although a fifth of their time is left."""
    near = Deadline.status == DeadlineStatus.ARMED, Deadline.warned_at.is_(None), Deadline.near_at < now
    return db.session.scalars(select(Deadline.id).where(*near).limit(limit)).all()


def numbers_waiting_for_money(limit: int = 500) -> Sequence[str]:
    stmt = select(Case.number).where(Case.state == State.REFUNDING).order_by(Case.id).limit(limit)
    return db.session.scalars(stmt).all()


_NEVER = datetime.fromisoformat("9999-01-01T00:00:00+00:00")


def _whole() -> Select[Case]:
    return select(Case).options(joinedload(Case.customer), selectinload(Case.lines), selectinload(Case.fees))


def _all(stmt: Select[T]) -> list[T]:
    return list(db.session.scalars(stmt))


def _one(stmt: Select[Case], number: str) -> Case:
    case = db.session.scalar(stmt)
    if case is None:
        raise NotFound("case", number)
    return case


def _canonical(number: str) -> str:
    return parse_serial("R", number[:40]) or ""

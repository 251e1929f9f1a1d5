"""How far a case is, as the steps of its track (design 03)."""

from dataclasses import dataclass, field

from helpdesk.returns.models import CaseEvent
from helpdesk.returns.queries import File
from helpdesk.returns.vocabulary import CaseType, Event, State
from helpdesk.returns.wording import close_reason_name, party_name, state_name
from kit.web.filters import when
from kit.web.words import gettext as _


@dataclass(frozen=True)
class Step:
    """One place of the track: done, now, todo or stop."""

    state: str
    label: str
    detail: list[str] = field(default_factory=list)


_PLACES: tuple[tuple[str, frozenset[Event], frozenset[State]], ...] = (
    ("requested", frozenset({Event.OPEN}), frozenset({State.PENDING_REVIEW, State.AWAITING_BUYER_INFO})),
    ("approved", frozenset({Event.APPROVE, Event.AUTO_APPROVE}), frozenset({State.AWAITING_RETURN})),
    ("sent", frozenset({Event.ADD_TRACKING}), frozenset({State.RETURN_IN_TRANSIT})),
    ("received", frozenset({Event.RECEIVE, Event.RECEIPT_OVERDUE}), frozenset({State.RECEIVED})),
    ("inspected", frozenset({Event.INSPECT}), frozenset({State.INSPECTED})),
    ("refunded", frozenset({Event.REFUNDS_SUCCEEDED, Event.MANUAL_PAYOUT}), frozenset({State.REFUNDING, State.PAYOUT_PROBLEM})),
)
_WITHOUT_PARCEL = frozenset({"sent", "received", "inspected"})


def track(file: File, *, named: bool = True) -> list[Step]:
    """The places of the case, with when they were reached and, if `named`, by whom; a refused or closed case ends in a stop."""
    labels = {
        "requested": _("Requested"),
        "approved": _("Approved"),
        "sent": _("In transit"),
        "received": _("Received"),
        "inspected": _("Inspected"),
        "refunded": _("Refunded"),
    }
    keeps = file.case.type is CaseType.REFUND_ONLY or file.case.keep_item
    steps = []
    for key, events, states in _PLACES:
        if keeps and key in _WITHOUT_PARCEL:
            continue
        done = next((one for one in file.history if one.event in events), None)
        steps.append(_place(file, key, labels[key], done, states, named))
    return [*steps, _end(file)]


def _place(file: File, key: str, label: str, done: CaseEvent | None, states: frozenset[State], named: bool) -> Step:
    here = file.case.state in states
    if key == "inspected" and file.case.state is State.RECEIVED:
        total = sum(line.quantity - line.qty_missing for line in file.case.lines)
        graded = sum(line.qty_graded for line in file.case.lines)
        return Step("now", _("Inspecting"), [_("%(graded)s of %(total)s items done", graded=graded, total=total)])
    if key == "requested" and here:
        return Step("now", label, _detail(done, named))
    if key == "approved" and here:
        return Step("now", label, [state_name(file.case.state)])
    if done is not None:
        return Step("done", label, _detail(done, named))
    return Step("now" if here else "todo", label, [state_name(file.case.state)] if here else [])


def _end(file: File) -> Step:
    case = file.case
    if case.state is State.COMPLETED and case.closed_at:
        return Step("done", _("Completed"), [when(case.closed_at)])
    if case.state is State.CLOSED and case.close_reason:
        return Step("stop", _("Closed"), [close_reason_name(case.close_reason)])
    if case.state in (State.REJECTED, State.IN_DISPUTE, State.NEGOTIATING):
        return Step("stop" if case.state is State.REJECTED else "now", state_name(case.state), [when(case.state_since)])
    return Step("todo", _("Completed"))


def _detail(step: CaseEvent | None, named: bool) -> list[str]:
    if step is None:
        return []
    return [f"{when(step.at)}, {party_name(step)}" if named else when(step.at)]

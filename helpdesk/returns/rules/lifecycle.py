"""What may happen next to a case: looks up the table of transitions; and how long each of its clocks runs."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from helpdesk.returns.rules.transitions import TABLE, Guard, Transition
from helpdesk.returns.vocabulary import TERMINAL_STATES, CaseType, Clock, Event, Party, State
from kit.errors import Conflict, NotAllowed, RuleViolation

LEAST_AFTER_RESUME = timedelta(hours=24)
MOST_INFO_ROUNDS = 2
ENDED = TERMINAL_STATES


@dataclass(frozen=True)
class ClockRule:
    """`days` are calendar days of the shop's zone, `hours` run through; the end fires `event` as the clock."""

    event: Event
    hours: int = 0
    days: int = 0


CLOCKS = {
    Clock.MERCHANT_REVIEW: ClockRule(Event.APPROVE, hours=48),
    Clock.BUYER_INFO: ClockRule(Event.NOT_ANSWERED, hours=72),
    Clock.BUYER_REPLY: ClockRule(Event.LAPSE, hours=48),
    Clock.BUYER_SHIP: ClockRule(Event.NOT_RETURNED, days=7),
    Clock.MERCHANT_RECEIPT: ClockRule(Event.RECEIPT_OVERDUE, days=10),
    Clock.MERCHANT_SETTLE: ClockRule(Event.ACCEPT, hours=48),
    Clock.BUYER_ESCALATE: ClockRule(Event.REJECTION_STANDS, days=7),
    Clock.DIFF_PAYMENT: ClockRule(Event.PAYMENT_LAPSED, hours=48),
    Clock.MERCHANT_DISPATCH: ClockRule(Event.DISPATCH_OVERDUE, hours=48),
    Clock.REPAIR: ClockRule(Event.REPAIR_OVERDUE, days=15),
    Clock.BUYER_CONFIRM: ClockRule(Event.CONFIRM, days=7),
}

STATE_CLOCKS = {
    State.PENDING_REVIEW: Clock.MERCHANT_REVIEW,
    State.AWAITING_BUYER_INFO: Clock.BUYER_INFO,
    State.NEGOTIATING: Clock.BUYER_REPLY,
    State.AWAITING_RETURN: Clock.BUYER_SHIP,
    State.RETURN_IN_TRANSIT: Clock.MERCHANT_RECEIPT,
    State.RECEIVED: Clock.MERCHANT_RECEIPT,
    State.INSPECTED: Clock.MERCHANT_SETTLE,
    State.AWAITING_PAYMENT: Clock.DIFF_PAYMENT,
    State.AWAITING_DISPATCH: Clock.MERCHANT_DISPATCH,
    State.REPAIRING: Clock.REPAIR,
    State.OUTBOUND_IN_TRANSIT: Clock.BUYER_CONFIRM,
    State.REJECTED: Clock.BUYER_ESCALATE,
}


def rows(kind: CaseType, state: State | None, event: Event) -> tuple[Transition, ...]:
    """The rows of the table for this event, in the order in which they are tried."""
    return tuple(row for row in TABLE if row.source == state and row.event is event and kind in row.types)


def step(
    kind: CaseType,
    state: State | None,
    event: Event,
    parties: Collection[Party],
    holds: Callable[[Guard], bool],
) -> Transition:
    """The transition that applies for somebody who acts as one of `parties`.

    Raises Conflict `wrong_state` when the case is past (or before) this event, NotAllowed when others may do it, and
    RuleViolation with the guard as its code when a condition is missing.
    """
    candidates = rows(kind, state, event)
    if not candidates:
        raise Conflict("wrong_state", "The case has moved on. Reload the page to see where it stands.", event=event)
    permitted = [row for row in candidates if not row.parties.isdisjoint(parties)]
    if not permitted:
        raise NotAllowed(event, kind)
    for row in permitted:
        if all(holds(guard) for guard in row.guards):
            return row
    missing = next(guard for guard in permitted[-1].guards if not holds(guard))
    raise RuleViolation(missing, MISSING.get(missing, "A condition for this step is not met."))


def may(kind: CaseType, state: State | None, event: Event, parties: Collection[Party]) -> bool:
    """Whether somebody acting as one of `parties` finds this event on offer at all."""
    return any(not row.parties.isdisjoint(parties) for row in rows(kind, state, event))


def due_at(clock: Clock, now: datetime, zone: ZoneInfo) -> datetime:
    """When a clock armed now ends: after its hours, or at the same wall-clock time that many days later."""
    rule = CLOCKS[clock]
    if not rule.days:
        return now + timedelta(hours=rule.hours)
    local = now.astimezone(zone)
    return (local.replace(tzinfo=None) + timedelta(days=rule.days)).replace(tzinfo=zone).astimezone(now.tzinfo)


def stopped_clock(row: Transition) -> Clock | None:
    """The clock that ends because the case leaves the state it belongs to."""
    if row.source is None or row.to is row.source:
        return None
    left = STATE_CLOCKS.get(row.source)
    return left if row.to is None or STATE_CLOCKS.get(row.to) is not left else None


def resumed_for(remaining: timedelta) -> timedelta:
    """How long a clock that waited for an answer runs on: what was left, at least a day."""
    return max(remaining, LEAST_AFTER_RESUME)


MISSING = {
    Guard.QUANTITY_FREE: "These units already belong to another request.",
    Guard.TRACKING_UNUSED: "This tracking number already belongs to another return.",
    Guard.WITHIN_ANNOUNCED: "More units than announced; record the others as unexpected.",
    Guard.INFO_ROUNDS_LEFT: "The customer was asked twice already; decide with what is there.",
    Guard.REASON_GIVEN: "A rejection needs a reason the customer can read.",
    Guard.PROOF_GIVEN: "This step needs a photo as proof.",
    Guard.NO_GOODS_RECEIVED: "The goods have arrived; the request can only be cancelled before.",
    Guard.STOCK_ALLOCATED: "The replacement is not in stock; offer a refund instead.",
    Guard.AMOUNT_WITHIN: "The amount may only go down.",
    Guard.PROPOSAL_ALLOWED: "A second proposal in one case needs a lead.",
    Guard.DEDUCTION_WITHIN: "The deduction is larger than the refund of its item.",
    Guard.ATTEMPTS_LEFT: "This item was asked about too often already.",
    Guard.ESCALATION_OPEN: "The time to dispute this rejection is over.",
    Guard.REVIEW_OVERDUE: "The shop still has time to decide.",
    Guard.BOTH_HEARD: "Both sides must have had their time to show proof.",
}

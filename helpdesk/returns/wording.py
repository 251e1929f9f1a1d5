"""The names of things: types, states, reasons, grades, dispositions, clocks, in the reader's language."""

from collections.abc import Mapping
from datetime import date

from helpdesk.returns.models import CaseEvent
from helpdesk.returns.vocabulary import CaseType, Clock, CloseReason, Disposition, Event, Grade, Party, Reason, State
from kit.web.filters import localdate
from kit.web.words import gettext as _


def type_name(kind: CaseType) -> str:
    return {
        CaseType.REFUND_ONLY: _("Refund only"),
        CaseType.RETURN_REFUND: _("Return and refund"),
        CaseType.EXCHANGE: _("Exchange"),
        CaseType.REPAIR: _("Repair"),
        CaseType.RESHIP: _("Send again"),
        CaseType.PRICE_ADJUST: _("Price adjustment"),
    }[kind]


def state_name(state: State) -> str:
    return {
        State.PENDING_REVIEW: _("In review"),
        State.AWAITING_BUYER_INFO: _("Waiting for the customer's details"),
        State.NEGOTIATING: _("Offer waiting for an answer"),
        State.AWAITING_RETURN: _("Waiting for the parcel"),
        State.RETURN_IN_TRANSIT: _("Parcel on its way back"),
        State.RECEIVED: _("Received"),
        State.INSPECTED: _("Inspected"),
        State.AWAITING_PAYMENT: _("Waiting for payment"),
        State.AWAITING_DISPATCH: _("Being sent"),
        State.REPAIRING: _("In repair"),
        State.OUTBOUND_IN_TRANSIT: _("On its way to the customer"),
        State.REFUNDING: _("Refund on its way"),
        State.PAYOUT_PROBLEM: _("Refund did not go through"),
        State.REJECTED: _("Rejected"),
        State.IN_DISPUTE: _("In dispute"),
        State.COMPLETED: _("Completed"),
        State.CLOSED: _("Closed"),
    }[state]


def state_tone(state: State) -> str | None:
    """The colour of a state's chip, which always carries its name."""
    if state is State.COMPLETED:
        return "ok"
    if state in (State.REJECTED, State.PAYOUT_PROBLEM, State.IN_DISPUTE):
        return "over"
    if state is State.NEGOTIATING:
        return "offer"
    if state in (State.CLOSED, State.AWAITING_BUYER_INFO, State.AWAITING_RETURN):
        return "hold"
    return "accent"


def reason_name(reason: Reason) -> str:
    return {
        Reason.NO_LONGER_WANTED: _("Changed my mind"),
        Reason.SIZE_COLOUR: _("Size or colour does not fit"),
        Reason.DUPLICATE_ORDER: _("Ordered twice"),
        Reason.NOT_AS_DESCRIBED: _("Not as described"),
        Reason.QUALITY_DEFECT: _("Does not work"),
        Reason.DAMAGED_ON_ARRIVAL: _("Damaged on arrival"),
        Reason.WRONG_ITEM: _("Wrong item"),
        Reason.MISSING_PARTS: _("Parts missing"),
        Reason.SHORT_SHIPPED: _("Fewer items than ordered"),
        Reason.COUNTERFEIT: _("Not genuine"),
        Reason.NOT_DELIVERED: _("Not delivered"),
        Reason.LOST: _("Lost on the way"),
        Reason.REFUSED: _("Delivery refused"),
        Reason.LATE_DELIVERY: _("Arrived too late"),
        Reason.PRICE_DROP: _("Price has dropped"),
        Reason.RECALL: _("Recalled product"),
        Reason.WARRANTY_REPAIR: _("Repair under warranty"),
        Reason.FRAUD_CLAIM: _("Fraud"),
        Reason.OTHER: _("Something else"),
    }[reason]


def grade_name(grade: Grade) -> str:
    return {
        Grade.NEW_UNWORN: _("New, unworn"),
        Grade.OPENED: _("Opened, like new"),
        Grade.USED: _("Used or worn"),
        Grade.DAMAGED: _("Damaged"),
        Grade.DEFECTIVE: _("Defective"),
        Grade.INCOMPLETE: _("Incomplete"),
        Grade.WRONG_GOODS: _("Other goods than announced"),
    }[grade]


def disposition_name(disposition: Disposition) -> str:
    return {
        Disposition.RESTOCK_NEW: _("Restock"),
        Disposition.RESTOCK_OPEN_BOX: _("Restock as open box"),
        Disposition.REFURBISH: _("Refurbish"),
        Disposition.RETURN_TO_VENDOR: _("Return to supplier"),
        Disposition.SCRAP: _("Scrap"),
        Disposition.DONATE: _("Donate"),
        Disposition.HOLD_AS_EVIDENCE: _("Keep as evidence"),
        Disposition.MISSING: _("Missing"),
    }[disposition]


def clock_name(clock: Clock) -> str:
    """What must happen before the clock ends."""
    return {
        Clock.MERCHANT_REVIEW: _("Decide"),
        Clock.BUYER_INFO: _("Customer sends details"),
        Clock.BUYER_REPLY: _("Customer answers the offer"),
        Clock.BUYER_SHIP: _("Customer sends the parcel"),
        Clock.MERCHANT_RECEIPT: _("Receive and inspect"),
        Clock.MERCHANT_SETTLE: _("Decide on inspected items"),
        Clock.BUYER_ESCALATE: _("Customer may object"),
        Clock.DIFF_PAYMENT: _("Customer pays the difference"),
        Clock.MERCHANT_DISPATCH: _("Send the replacement"),
        Clock.REPAIR: _("Repair"),
        Clock.BUYER_CONFIRM: _("Customer confirms receipt"),
    }[clock]


def close_reason_name(reason: CloseReason) -> str:
    return {
        CloseReason.BUYER_CANCELLED: _("Cancelled by the customer"),
        CloseReason.BUYER_NO_RETURN: _("The goods were not sent back in time"),
        CloseReason.BUYER_NO_REPLY: _("No answer in time"),
        CloseReason.REJECTED_FINAL: _("The rejection stands"),
        CloseReason.DISPUTE_LOST: _("Decided against the customer"),
        CloseReason.DUPLICATE: _("Duplicate"),
        CloseReason.MERGED: _("Merged"),
    }[reason]


def step_name(step: CaseEvent) -> str:
    """What happened in a step of the history."""
    names = {
        Event.OPEN: _("Requested"),
        Event.AUTO_APPROVE: _("Approved by the rules"),
        Event.APPROVE: _("Approved"),
        Event.ASK_INFO: _("Details asked for"),
        Event.SUPPLY: _("Details sent"),
        Event.PROPOSE: _("Other offer made"),
        Event.ACCEPT_PROPOSAL: _("Offer accepted"),
        Event.REFUSE: _("Offer declined"),
        Event.LAPSE: _("Offer no longer open"),
        Event.REJECT: _("Rejected"),
        Event.ADD_TRACKING: _("Parcel sent back"),
        Event.NOT_RETURNED: _("Nothing sent back in time"),
        Event.NOT_ANSWERED: _("No answer in time"),
        Event.RECEIVE: _("Received"),
        Event.INSPECT: _("Inspected"),
        Event.RECEIPT_OVERDUE: _("Counts as received in good condition"),
        Event.RETURN_LOST: _("Parcel lost"),
        Event.ACCEPT: _("Accepted, refund requested"),
        Event.PARTIAL_ACCEPT: _("Deduction offered"),
        Event.REFUSE_GOODS: _("Goods refused"),
        Event.REFUNDS_SUCCEEDED: _("Refund paid"),
        Event.REFUND_FAILED: _("Refund did not go through"),
        Event.MANUAL_PAYOUT: _("Paid by other means"),
        Event.OTHER_TENDER: _("Refund tried another way"),
        Event.CANCEL: _("Cancelled by the customer"),
        Event.AMEND: _("Asked again"),
        Event.REJECTION_STANDS: _("The rejection stands"),
        Event.ESCALATE: _("Taken to dispute"),
        Event.RULE: _("Dispute decided"),
        Event.WITHDRAW: _("Dispute withdrawn"),
        Event.PAID: _("Difference paid"),
        Event.PAYMENT_LAPSED: _("Difference not paid"),
        Event.REPAIRED: _("Repaired"),
        Event.UNREPAIRABLE: _("Cannot be repaired"),
        Event.REPAIR_OVERDUE: _("Repair takes too long"),
        Event.DISPATCH: _("Replacement sent"),
        Event.DISPATCH_OVERDUE: _("Replacement not sent in time"),
        Event.OUT_OF_STOCK: _("Replacement out of stock"),
        Event.OUTBOUND_LOST: _("Replacement lost"),
        Event.CONFIRM: _("Receipt confirmed"),
    }
    return names[step.event]


def party_name(step: CaseEvent) -> str:
    """Who took a step: a person by name, else what acted."""
    if step.actor is not None:
        return step.actor.label
    return {
        Party.POLICY: _("Return policy"),
        Party.CLOCK: _("Deadline"),
        Party.GATEWAY: _("Payments"),
        Party.CARRIER: _("Carrier"),
    }.get(step.party, _("Desk"))


def rule_sentence(template: str, particulars: Mapping[str, str | int]) -> str:
    """What a rule of the policy says; its day (kept as YYYY-MM-DD) as pages write days."""
    told = {name: localdate(date.fromisoformat(str(told))) if name == "date" else told for name, told in particulars.items()}
    return _(template, **told)

"""The words of the after-sales cases: types, states, events, reasons, clocks, grades and dispositions."""

from enum import StrEnum


class CaseType(StrEnum):
    REFUND_ONLY = "refund_only"
    RETURN_REFUND = "return_refund"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    RESHIP = "reship"
    PRICE_ADJUST = "price_adjust"


class State(StrEnum):
    PENDING_REVIEW = "pending_review"
    AWAITING_BUYER_INFO = "awaiting_buyer_info"
    NEGOTIATING = "negotiating"
    AWAITING_RETURN = "awaiting_return"
    RETURN_IN_TRANSIT = "return_in_transit"
    RECEIVED = "received"
    INSPECTED = "inspected"
    AWAITING_PAYMENT = "awaiting_payment"
    AWAITING_DISPATCH = "awaiting_dispatch"
    REPAIRING = "repairing"
    OUTBOUND_IN_TRANSIT = "outbound_in_transit"
    REFUNDING = "refunding"
    PAYOUT_PROBLEM = "payout_problem"
    REJECTED = "rejected"
    IN_DISPUTE = "in_dispute"
    COMPLETED = "completed"
    CLOSED = "closed"


TERMINAL_STATES = frozenset({State.COMPLETED, State.CLOSED})


class CloseReason(StrEnum):
    BUYER_CANCELLED = "buyer_cancelled"
    BUYER_NO_RETURN = "buyer_no_return"
    BUYER_NO_REPLY = "buyer_no_reply"
    REJECTED_FINAL = "rejected_final"
    DISPUTE_LOST = "dispute_lost"
    DUPLICATE = "duplicate"
    MERGED = "merged"


class Event(StrEnum):
    """What moves a case. API_EVENTS are public; the others come from the clock, the carrier or the payments."""

    OPEN = "open"
    AUTO_APPROVE = "auto_approve"
    ASK_INFO = "ask_info"
    SUPPLY = "supply"
    PROPOSE = "propose"
    ACCEPT_PROPOSAL = "accept_proposal"
    REFUSE = "refuse"
    LAPSE = "lapse"
    APPROVE = "approve"
    REJECT = "reject"
    ADD_TRACKING = "add_tracking"
    NOT_RETURNED = "not_returned"
    NOT_ANSWERED = "not_answered"
    RECEIVE = "receive"
    INSPECT = "inspect"
    RECEIPT_OVERDUE = "receipt_overdue"
    RETURN_LOST = "return_lost"
    ACCEPT = "accept"
    PARTIAL_ACCEPT = "partial_accept"
    REFUSE_GOODS = "refuse_goods"
    PAID = "paid"
    PAYMENT_LAPSED = "payment_lapsed"
    REPAIRED = "repaired"
    UNREPAIRABLE = "unrepairable"
    REPAIR_OVERDUE = "repair_overdue"
    DISPATCH = "dispatch"
    DISPATCH_OVERDUE = "dispatch_overdue"
    OUT_OF_STOCK = "out_of_stock"
    OUTBOUND_LOST = "outbound_lost"
    CONFIRM = "confirm"
    REFUNDS_SUCCEEDED = "refunds_succeeded"
    REFUND_FAILED = "refund_failed"
    OTHER_TENDER = "other_tender"
    MANUAL_PAYOUT = "manual_payout"
    CANCEL = "cancel"
    AMEND = "amend"
    REJECTION_STANDS = "rejection_stands"
    ESCALATE = "escalate"
    RULE = "rule"
    WITHDRAW = "withdraw"


BUYER_EVENTS = frozenset(
    {Event.ACCEPT_PROPOSAL, Event.REFUSE, Event.SUPPLY, Event.CONFIRM, Event.CANCEL, Event.AMEND, Event.WITHDRAW}
)
API_EVENTS = BUYER_EVENTS | {
    Event.ASK_INFO,
    Event.PROPOSE,
    Event.APPROVE,
    Event.REJECT,
    Event.ADD_TRACKING,
    Event.RECEIVE,
    Event.INSPECT,
    Event.ACCEPT,
    Event.PARTIAL_ACCEPT,
    Event.REFUSE_GOODS,
    Event.REPAIRED,
    Event.UNREPAIRABLE,
    Event.DISPATCH,
    Event.ESCALATE,
    Event.RULE,
    Event.OTHER_TENDER,
    Event.MANUAL_PAYOUT,
}


class Party(StrEnum):
    """Who acts: the buyer, the shop's people by role, and what acts by itself."""

    BUYER = "buyer"
    MERCHANT = "merchant"
    WAREHOUSE = "warehouse"
    SUPERVISOR = "supervisor"
    ARBITER = "arbiter"
    POLICY = "policy"
    CARRIER = "carrier"
    GATEWAY = "gateway"
    CLOCK = "clock"


class Clock(StrEnum):
    """The deadlines of a case; `rules.lifecycle.CLOCKS` says how long each is and which event its end fires."""

    MERCHANT_REVIEW = "merchant_review"
    BUYER_INFO = "buyer_info"
    BUYER_REPLY = "buyer_reply"
    BUYER_SHIP = "buyer_ship"
    MERCHANT_RECEIPT = "merchant_receipt"
    MERCHANT_SETTLE = "merchant_settle"
    BUYER_ESCALATE = "buyer_escalate"
    DIFF_PAYMENT = "diff_payment"
    MERCHANT_DISPATCH = "merchant_dispatch"
    REPAIR = "repair"
    BUYER_CONFIRM = "buyer_confirm"


class DeadlineStatus(StrEnum):
    ARMED = "armed"
    PAUSED = "paused"
    FIRED = "fired"
    STOPPED = "stopped"


class Fault(StrEnum):
    BUYER = "buyer"
    MERCHANT = "merchant"
    CARRIER = "carrier"
    NONE = "none"


class LineState(StrEnum):
    UNSHIPPED = "unshipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"


class Jurisdiction(StrEnum):
    CN = "CN"
    EU = "EU"
    DEFAULT = "default"


class Outcome(StrEnum):
    AUTO_APPROVE = "auto_approve"
    REVIEW = "review"
    DENY = "deny"


class Reason(StrEnum):
    NO_LONGER_WANTED = "no_longer_wanted"
    SIZE_COLOUR = "size_colour"
    DUPLICATE_ORDER = "duplicate_order"
    NOT_AS_DESCRIBED = "not_as_described"
    QUALITY_DEFECT = "quality_defect"
    DAMAGED_ON_ARRIVAL = "damaged_on_arrival"
    WRONG_ITEM = "wrong_item"
    MISSING_PARTS = "missing_parts"
    SHORT_SHIPPED = "short_shipped"
    COUNTERFEIT = "counterfeit"
    NOT_DELIVERED = "not_delivered"
    LOST = "lost"
    REFUSED = "refused"
    LATE_DELIVERY = "late_delivery"
    PRICE_DROP = "price_drop"
    RECALL = "recall"
    WARRANTY_REPAIR = "warranty_repair"
    FRAUD_CLAIM = "fraud_claim"
    OTHER = "other"


class ReturnMode(StrEnum):
    """How a promotion treats a partial return (R7)."""

    FROZEN = "frozen"
    REPRICE = "reprice"


class TenderMode(StrEnum):
    """How a refund is split over the payments (R5): by what is left on each, or one after the other."""

    PROPORTIONAL = "proportional"
    LISTED = "listed"


class Grade(StrEnum):
    """The condition found."""

    NEW_UNWORN = "new_unworn"
    OPENED = "opened"
    USED = "used"
    DAMAGED = "damaged"
    DEFECTIVE = "defective"
    INCOMPLETE = "incomplete"
    WRONG_GOODS = "wrong_goods"


class Cause(StrEnum):
    """Why the goods are as they were found."""

    SELLABLE = "sellable"
    DEFECTIVE = "defective"
    CUSTOMER_DAMAGED = "customer_damaged"
    WAREHOUSE_DAMAGED = "warehouse_damaged"
    CARRIER_DAMAGED = "carrier_damaged"
    DISTRIBUTOR_DAMAGED = "distributor_damaged"
    EXPIRED = "expired"


class Disposition(StrEnum):
    RESTOCK_NEW = "restock_new"
    RESTOCK_OPEN_BOX = "restock_open_box"
    REFURBISH = "refurbish"
    RETURN_TO_VENDOR = "return_to_vendor"
    SCRAP = "scrap"
    DONATE = "donate"
    HOLD_AS_EVIDENCE = "hold_as_evidence"
    MISSING = "missing"


class FeeKind(StrEnum):
    RESTOCKING = "restocking"
    RETURN_SHIPPING = "return_shipping"
    DAMAGE = "damage"
    MISSING_GIFT = "missing_gift"
    FREIGHT_CLAWBACK = "freight_clawback"


class EvidenceKind(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    DOCUMENT = "document"

"""The life cycle of every case as data: `(type, state, event) -> guards, next state, effects, clocks`.

Rows of one (type, state, event) are tried in order; the first whose guards all hold applies. A row that leaves a state
stops that state's clock; `to=None` leads back to the state the case had before its dispute.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from helpdesk.returns.vocabulary import CaseType, Clock, CloseReason, Event, Party, State


class Guard(StrEnum):
    """What must be true of a case; the command that asks finds out which are."""

    QUANTITY_FREE = "quantity_free"
    IN_WINDOW = "in_window"
    TYPE_FITS = "type_fits"
    ATTEMPTS_LEFT = "attempts_left"
    EVIDENCE_GIVEN = "evidence_given"
    NOT_EXEMPT = "not_exempt"
    AMOUNT_WITHIN = "amount_within"
    RULE_SAYS_AUTO = "rule_says_auto"
    INFO_ROUNDS_LEFT = "info_rounds_left"
    REASON_GIVEN = "reason_given"
    PROPOSAL_ALLOWED = "proposal_allowed"
    KEEP_ITEM = "keep_item"
    ADVANCE = "advance"
    STOCK_ALLOCATED = "stock_allocated"
    NO_STOCK = "no_stock"
    NEEDS_GOODS_BACK = "needs_goods_back"
    NEEDS_MONEY = "needs_money"
    NEEDS_REPLACEMENT = "needs_replacement"
    TRACKING_UNUSED = "tracking_unused"
    WITHIN_ANNOUNCED = "within_announced"
    GOODS_RECEIVED = "goods_received"
    NO_GOODS_RECEIVED = "no_goods_received"
    ALL_GRADED = "all_graded"
    LINES_UNDECIDED = "lines_undecided"
    PARCEL_DUE = "parcel_due"
    WE_CHOSE_CARRIER = "we_chose_carrier"
    DIFFERENCE_DUE = "difference_due"
    OUT_OF_WARRANTY = "out_of_warranty"
    DEDUCTION_WITHIN = "deduction_within"
    PROOF_GIVEN = "proof_given"
    LEGS_DONE = "legs_done"
    REVIEW_OVERDUE = "review_overdue"
    ESCALATION_OPEN = "escalation_open"
    BOTH_HEARD = "both_heard"
    VERDICT_REFUND = "verdict_refund"
    VERDICT_RETURN = "verdict_return"
    VERDICT_REPLACE = "verdict_replace"


class Effect(StrEnum):
    """What happens besides the change of state."""

    HOLD_QUANTITY = "hold_quantity"
    RELEASE_QUANTITY = "release_quantity"
    SETTLE_QUANTITY = "settle_quantity"
    FREEZE_AUTO_CONFIRM = "freeze_auto_confirm"
    SCORE_RISK = "score_risk"
    LINK_TICKET = "link_ticket"
    GIVE_RETURN_ADDRESS = "give_return_address"
    CREATE_REFUND = "create_refund"
    RESERVE_STOCK = "reserve_stock"
    QUARANTINE_GOODS = "quarantine_goods"
    ASSUME_GOOD = "assume_good"
    ASK_CONSENT = "ask_consent"
    OFFER_REFUND = "offer_refund"
    OFFER_SEND_BACK = "offer_send_back"
    ASK_PAYMENT = "ask_payment"
    SEND_REPLACEMENT = "send_replacement"
    OPEN_TICKET = "open_ticket"
    COUNT_ATTEMPT = "count_attempt"
    FREEZE_CLOCKS = "freeze_clocks"
    THAW_CLOCKS = "thaw_clocks"


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row. `pauses` keeps what is left of a clock, `resumes` lets it run on (at least a day)."""

    source: State | None
    event: Event
    to: State | None
    parties: frozenset[Party]
    types: frozenset[CaseType] = frozenset(CaseType)
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    arms: tuple[Clock, ...] = ()
    pauses: tuple[Clock, ...] = ()
    resumes: tuple[Clock, ...] = ()
    close_reason: CloseReason | None = None


def _row(
    source: State | None,
    event: Event,
    to: State | None,
    by: Iterable[Party] | Party,
    *,
    types: Iterable[CaseType] | None = None,
    needs: Iterable[Guard] = (),
    does: Iterable[Effect] = (),
    arms: Iterable[Clock] = (),
    pauses: Iterable[Clock] = (),
    resumes: Iterable[Clock] = (),
    closes: CloseReason | None = None,
) -> Transition:
    return Transition(
        source=source,
        event=event,
        to=to,
        parties=frozenset([by] if isinstance(by, Party) else by),
        types=frozenset(CaseType if types is None else types),
        guards=tuple(needs),
        effects=tuple(does),
        arms=tuple(arms),
        pauses=tuple(pauses),
        resumes=tuple(resumes),
        close_reason=closes,
    )


_S, _E, _T, _G, _C, _P, _D = State, Event, CaseType, Guard, Clock, Party, Effect
_SHOP = (_P.MERCHANT, _P.WAREHOUSE)
_SHOP_OR_CLOCK = (_P.MERCHANT, _P.CLOCK)
_SETTLERS = (_P.MERCHANT, _P.POLICY, _P.CLOCK)
_MONEY_ONLY = (_T.REFUND_ONLY, _T.PRICE_ADJUST)
_SENT_BACK = (_T.RETURN_REFUND, _T.EXCHANGE, _T.REPAIR)
_REPLACED = (_T.EXCHANGE, _T.REPAIR, _T.RESHIP)

_OPENING = (
    _row(
        None,
        _E.OPEN,
        _S.PENDING_REVIEW,
        (_P.BUYER, _P.MERCHANT, _P.POLICY),
        needs=(
            *(_G.QUANTITY_FREE, _G.IN_WINDOW, _G.TYPE_FITS, _G.ATTEMPTS_LEFT),
            *(_G.EVIDENCE_GIVEN, _G.NOT_EXEMPT, _G.AMOUNT_WITHIN),
        ),
        does=(_D.HOLD_QUANTITY, _D.FREEZE_AUTO_CONFIRM, _D.SCORE_RISK, _D.LINK_TICKET),
        arms=(_C.MERCHANT_REVIEW,),
    ),
)

_APPROVAL = (
    _row(_S.PENDING_REVIEW, _E.APPROVE, _S.REFUNDING, _SHOP_OR_CLOCK, types=_MONEY_ONLY, does=(_D.CREATE_REFUND,)),
    _row(
        *(_S.PENDING_REVIEW, _E.APPROVE, _S.REFUNDING, _SHOP_OR_CLOCK),
        types=(_T.RETURN_REFUND,),
        needs=(_G.KEEP_ITEM,),
        does=(_D.CREATE_REFUND,),
    ),
    _row(
        *(_S.PENDING_REVIEW, _E.APPROVE, _S.AWAITING_DISPATCH, _SHOP_OR_CLOCK),
        types=(_T.EXCHANGE,),
        needs=(_G.KEEP_ITEM, _G.STOCK_ALLOCATED),
        does=(_D.RESERVE_STOCK,),
        arms=(_C.MERCHANT_DISPATCH,),
    ),
    _row(
        *(_S.PENDING_REVIEW, _E.APPROVE, _S.AWAITING_DISPATCH, _P.MERCHANT),
        types=(_T.EXCHANGE,),
        needs=(_G.ADVANCE, _G.STOCK_ALLOCATED),
        does=(_D.RESERVE_STOCK, _D.GIVE_RETURN_ADDRESS),
        arms=(_C.MERCHANT_DISPATCH, _C.BUYER_SHIP),
    ),
    _row(
        *(_S.PENDING_REVIEW, _E.APPROVE, _S.AWAITING_RETURN, _SHOP_OR_CLOCK),
        types=_SENT_BACK,
        does=(_D.GIVE_RETURN_ADDRESS,),
        arms=(_C.BUYER_SHIP,),
    ),
    _row(
        *(_S.PENDING_REVIEW, _E.APPROVE, _S.AWAITING_DISPATCH, _SHOP_OR_CLOCK),
        types=(_T.RESHIP,),
        needs=(_G.STOCK_ALLOCATED,),
        does=(_D.RESERVE_STOCK,),
        arms=(_C.MERCHANT_DISPATCH,),
    ),
    _row(
        *(_S.PENDING_REVIEW, _E.APPROVE, _S.NEGOTIATING, _P.CLOCK),
        types=(_T.RESHIP,),
        needs=(_G.NO_STOCK,),
        does=(_D.OFFER_REFUND,),
        arms=(_C.BUYER_REPLY,),
    ),
)

_AUTO_APPROVAL = tuple(
    replace(row, event=_E.AUTO_APPROVE, parties=frozenset({_P.POLICY}), guards=(_G.RULE_SAYS_AUTO, *row.guards))
    for row in _APPROVAL
    if row.to is not _S.NEGOTIATING and _G.ADVANCE not in row.guards
)

_REVIEW = (
    _row(
        *(_S.PENDING_REVIEW, _E.ASK_INFO, _S.AWAITING_BUYER_INFO, _P.MERCHANT),
        needs=(_G.INFO_ROUNDS_LEFT,),
        arms=(_C.BUYER_INFO,),
        pauses=(_C.MERCHANT_REVIEW,),
    ),
    _row(
        *(_S.AWAITING_BUYER_INFO, _E.SUPPLY, _S.PENDING_REVIEW, _P.BUYER),
        needs=(_G.PROOF_GIVEN,),
        resumes=(_C.MERCHANT_REVIEW,),
    ),
    _row(
        *(_S.AWAITING_BUYER_INFO, _E.NOT_ANSWERED, _S.CLOSED, _P.CLOCK),
        does=(_D.RELEASE_QUANTITY,),
        closes=CloseReason.BUYER_NO_REPLY,
    ),
    _row(
        *(_S.PENDING_REVIEW, _E.REJECT, _S.REJECTED, _P.MERCHANT),
        needs=(_G.REASON_GIVEN,),
        arms=(_C.BUYER_ESCALATE,),
    ),
)

_NEGOTIATION = (
    *(
        _row(
            *(state, _E.PROPOSE, _S.NEGOTIATING, _P.MERCHANT),
            needs=(_G.PROPOSAL_ALLOWED, _G.AMOUNT_WITHIN),
            does=(_D.ASK_CONSENT,),
            arms=(_C.BUYER_REPLY,),
        )
        for state in (_S.PENDING_REVIEW, _S.INSPECTED, _S.NEGOTIATING)
    ),
    _row(
        *(_S.NEGOTIATING, _E.ACCEPT_PROPOSAL, _S.AWAITING_RETURN, _P.BUYER),
        needs=(_G.NEEDS_GOODS_BACK, _G.NO_GOODS_RECEIVED),
        does=(_D.GIVE_RETURN_ADDRESS,),
        arms=(_C.BUYER_SHIP,),
    ),
    _row(
        *(_S.NEGOTIATING, _E.ACCEPT_PROPOSAL, _S.AWAITING_PAYMENT, _P.BUYER),
        needs=(_G.NEEDS_REPLACEMENT, _G.DIFFERENCE_DUE),
        does=(_D.ASK_PAYMENT,),
        arms=(_C.DIFF_PAYMENT,),
    ),
    _row(
        *(_S.NEGOTIATING, _E.ACCEPT_PROPOSAL, _S.AWAITING_DISPATCH, _P.BUYER),
        needs=(_G.NEEDS_REPLACEMENT,),
        does=(_D.RESERVE_STOCK,),
        arms=(_C.MERCHANT_DISPATCH,),
    ),
    _row(
        *(_S.NEGOTIATING, _E.ACCEPT_PROPOSAL, _S.REFUNDING, _P.BUYER),
        needs=(_G.NEEDS_MONEY,),
        does=(_D.CREATE_REFUND,),
    ),
    _row(_S.NEGOTIATING, _E.ACCEPT_PROPOSAL, _S.COMPLETED, _P.BUYER, does=(_D.RELEASE_QUANTITY,)),
    *(
        row
        for event, by in ((_E.REFUSE, (_P.BUYER,)), (_E.LAPSE, (_P.CLOCK, _P.MERCHANT)))
        for row in (
            _row(
                *(_S.NEGOTIATING, event, _S.INSPECTED, by),
                needs=(_G.GOODS_RECEIVED,),
                arms=(_C.MERCHANT_SETTLE,),
            ),
            _row(_S.NEGOTIATING, event, _S.PENDING_REVIEW, by, arms=(_C.MERCHANT_REVIEW,)),
        )
    ),
)

_RETURN = (
    _row(
        *(_S.AWAITING_RETURN, _E.ADD_TRACKING, _S.RETURN_IN_TRANSIT, (_P.BUYER, _P.CARRIER, _P.MERCHANT)),
        needs=(_G.TRACKING_UNUSED,),
        arms=(_C.MERCHANT_RECEIPT,),
    ),
    _row(
        *(_S.AWAITING_RETURN, _E.NOT_RETURNED, _S.CLOSED, _P.CLOCK),
        does=(_D.RELEASE_QUANTITY,),
        closes=CloseReason.BUYER_NO_RETURN,
    ),
    *(
        _row(
            *(state, _E.RECEIVE, _S.RECEIVED, _SHOP),
            needs=(_G.WITHIN_ANNOUNCED,),
            does=(_D.QUARANTINE_GOODS,),
            arms=(_C.MERCHANT_RECEIPT,) if state is _S.AWAITING_RETURN else (),
        )
        for state in (_S.AWAITING_RETURN, _S.RETURN_IN_TRANSIT, _S.RECEIVED)
    ),
    _row(
        *(_S.RECEIVED, _E.INSPECT, _S.INSPECTED, _SHOP),
        needs=(_G.ALL_GRADED,),
        arms=(_C.MERCHANT_SETTLE,),
    ),
    _row(_S.RECEIVED, _E.INSPECT, _S.RECEIVED, _SHOP),
    *(
        _row(
            *(state, _E.RECEIPT_OVERDUE, _S.INSPECTED, _P.CLOCK),
            needs=(_G.PARCEL_DUE,),
            does=(_D.ASSUME_GOOD,),
            arms=(_C.MERCHANT_SETTLE,),
        )
        for state in (_S.RETURN_IN_TRANSIT, _S.RECEIVED)
    ),
    _row(
        *(_S.RETURN_IN_TRANSIT, _E.RETURN_LOST, _S.INSPECTED, (_P.CARRIER, _P.CLOCK)),
        needs=(_G.WE_CHOSE_CARRIER,),
        does=(_D.ASSUME_GOOD,),
        arms=(_C.MERCHANT_SETTLE,),
    ),
    _row(
        *(_S.RETURN_IN_TRANSIT, _E.RETURN_LOST, _S.NEGOTIATING, (_P.CARRIER, _P.CLOCK)),
        does=(_D.OFFER_REFUND,),
        arms=(_C.BUYER_REPLY,),
    ),
)

_SETTLEMENT = (
    _row(*(_S.RECEIVED, _E.ACCEPT, _S.RECEIVED, _SETTLERS), types=(_T.RETURN_REFUND,), does=(_D.CREATE_REFUND,)),
    _row(
        *(_S.INSPECTED, _E.ACCEPT, _S.INSPECTED, _SETTLERS),
        types=(_T.RETURN_REFUND,),
        needs=(_G.LINES_UNDECIDED,),
        does=(_D.CREATE_REFUND,),
    ),
    _row(
        *(_S.INSPECTED, _E.ACCEPT, _S.REFUNDING, _SETTLERS),
        types=(_T.RETURN_REFUND, *_MONEY_ONLY),
        does=(_D.CREATE_REFUND,),
    ),
    _row(
        *(_S.INSPECTED, _E.ACCEPT, _S.AWAITING_PAYMENT, _SETTLERS),
        types=(_T.EXCHANGE,),
        needs=(_G.DIFFERENCE_DUE,),
        does=(_D.ASK_PAYMENT,),
        arms=(_C.DIFF_PAYMENT,),
    ),
    _row(
        *(_S.INSPECTED, _E.ACCEPT, _S.AWAITING_DISPATCH, _SETTLERS),
        types=(_T.EXCHANGE, _T.RESHIP),
        does=(_D.RESERVE_STOCK, _D.CREATE_REFUND),
        arms=(_C.MERCHANT_DISPATCH,),
    ),
    _row(
        *(_S.INSPECTED, _E.ACCEPT, _S.AWAITING_PAYMENT, _SETTLERS),
        types=(_T.REPAIR,),
        needs=(_G.OUT_OF_WARRANTY,),
        does=(_D.ASK_PAYMENT,),
        arms=(_C.DIFF_PAYMENT,),
    ),
    _row(_S.INSPECTED, _E.ACCEPT, _S.REPAIRING, _SETTLERS, types=(_T.REPAIR,), arms=(_C.REPAIR,)),
    _row(
        *(_S.INSPECTED, _E.PARTIAL_ACCEPT, _S.NEGOTIATING, _P.MERCHANT),
        needs=(_G.DEDUCTION_WITHIN, _G.PROOF_GIVEN),
        does=(_D.ASK_CONSENT,),
        arms=(_C.BUYER_REPLY,),
    ),
    _row(
        *(_S.INSPECTED, _E.REFUSE_GOODS, _S.REJECTED, _P.MERCHANT),
        needs=(_G.PROOF_GIVEN,),
        does=(_D.OFFER_SEND_BACK,),
        arms=(_C.BUYER_ESCALATE,),
    ),
)

_REPLACEMENT = (
    _row(*(_S.AWAITING_PAYMENT, _E.PAID, _S.REPAIRING, (_P.BUYER, _P.GATEWAY)), types=(_T.REPAIR,), arms=(_C.REPAIR,)),
    _row(
        *(_S.AWAITING_PAYMENT, _E.PAID, _S.AWAITING_DISPATCH, (_P.BUYER, _P.GATEWAY)),
        does=(_D.RESERVE_STOCK,),
        arms=(_C.MERCHANT_DISPATCH,),
    ),
    _row(
        *(_S.AWAITING_PAYMENT, _E.PAYMENT_LAPSED, _S.NEGOTIATING, (_P.BUYER, _P.CLOCK)),
        does=(_D.OFFER_REFUND,),
        arms=(_C.BUYER_REPLY,),
    ),
    _row(_S.REPAIRING, _E.REPAIRED, _S.AWAITING_DISPATCH, _SHOP, arms=(_C.MERCHANT_DISPATCH,)),
    _row(*(_S.REPAIRING, _E.UNREPAIRABLE, _S.NEGOTIATING, _SHOP), does=(_D.OFFER_REFUND,), arms=(_C.BUYER_REPLY,)),
    _row(*(_S.REPAIRING, _E.REPAIR_OVERDUE, _S.NEGOTIATING, _P.CLOCK), does=(_D.OFFER_REFUND,), arms=(_C.BUYER_REPLY,)),
    _row(
        *(_S.AWAITING_DISPATCH, _E.DISPATCH, _S.OUTBOUND_IN_TRANSIT, _SHOP),
        needs=(_G.STOCK_ALLOCATED,),
        does=(_D.SEND_REPLACEMENT,),
        arms=(_C.BUYER_CONFIRM,),
    ),
    *(
        _row(*(_S.AWAITING_DISPATCH, event, _S.NEGOTIATING, by), does=(_D.OFFER_REFUND,), arms=(_C.BUYER_REPLY,))
        for event, by in ((_E.DISPATCH_OVERDUE, (_P.CLOCK,)), (_E.OUT_OF_STOCK, _SHOP))
    ),
    _row(
        *(_S.OUTBOUND_IN_TRANSIT, _E.CONFIRM, _S.COMPLETED, (_P.BUYER, _P.CLOCK)),
        needs=(_G.LEGS_DONE,),
        does=(_D.SETTLE_QUANTITY,),
    ),
    _row(_S.OUTBOUND_IN_TRANSIT, _E.CONFIRM, _S.OUTBOUND_IN_TRANSIT, (_P.BUYER, _P.CLOCK)),
    _row(*(_S.OUTBOUND_IN_TRANSIT, _E.OUTBOUND_LOST, _S.AWAITING_DISPATCH, _P.CARRIER), arms=(_C.MERCHANT_DISPATCH,)),
    *(
        _row(*(state, event, state, by), types=(_T.EXCHANGE,), needs=(_G.ADVANCE,), does=does)
        for state in (_S.AWAITING_DISPATCH, _S.OUTBOUND_IN_TRANSIT)
        for event, by, does in (
            (_E.ADD_TRACKING, (_P.BUYER, _P.CARRIER, _P.MERCHANT), ()),
            (_E.RECEIVE, _SHOP, (_D.QUARANTINE_GOODS,)),
            (_E.INSPECT, _SHOP, ()),
            (_E.ACCEPT, _SETTLERS, ()),
            (_E.PROPOSE, (_P.MERCHANT,), (_D.ASK_CONSENT,)),
            (_E.NOT_RETURNED, (_P.CLOCK,), (_D.ASK_CONSENT,)),
        )
    ),
)

_MONEY = (
    _row(
        *(_S.REFUNDING, _E.REFUNDS_SUCCEEDED, _S.COMPLETED, _P.GATEWAY),
        needs=(_G.LEGS_DONE,),
        does=(_D.SETTLE_QUANTITY,),
    ),
    *(
        _row(state, _E.REFUNDS_SUCCEEDED, state, _P.GATEWAY)
        for state in (_S.REFUNDING, _S.RECEIVED, _S.INSPECTED, _S.AWAITING_DISPATCH, _S.OUTBOUND_IN_TRANSIT)
    ),
    *(
        _row(state, _E.REFUND_FAILED, _S.PAYOUT_PROBLEM, _P.GATEWAY, does=(_D.OPEN_TICKET,))
        for state in (_S.REFUNDING, _S.RECEIVED, _S.INSPECTED, _S.AWAITING_DISPATCH, _S.OUTBOUND_IN_TRANSIT)
    ),
    _row(_S.PAYOUT_PROBLEM, _E.OTHER_TENDER, _S.REFUNDING, _P.SUPERVISOR, does=(_D.CREATE_REFUND,)),
    _row(
        *(_S.PAYOUT_PROBLEM, _E.MANUAL_PAYOUT, _S.COMPLETED, _P.SUPERVISOR),
        needs=(_G.PROOF_GIVEN,),
        does=(_D.SETTLE_QUANTITY,),
    ),
)

_DISAGREEMENT = (
    *(
        _row(
            *(state, _E.CANCEL, _S.CLOSED, _P.BUYER),
            needs=(_G.NO_GOODS_RECEIVED,),
            does=(_D.RELEASE_QUANTITY,),
            closes=CloseReason.BUYER_CANCELLED,
        )
        for state in (
            *(_S.PENDING_REVIEW, _S.AWAITING_BUYER_INFO, _S.NEGOTIATING),
            *(_S.AWAITING_RETURN, _S.REJECTED, _S.AWAITING_PAYMENT),
        )
    ),
    _row(
        *(_S.REJECTED, _E.AMEND, _S.INSPECTED, _P.BUYER),
        needs=(_G.ATTEMPTS_LEFT, _G.GOODS_RECEIVED),
        does=(_D.COUNT_ATTEMPT,),
        arms=(_C.MERCHANT_SETTLE,),
    ),
    _row(
        *(_S.REJECTED, _E.AMEND, _S.PENDING_REVIEW, _P.BUYER),
        needs=(_G.ATTEMPTS_LEFT,),
        does=(_D.COUNT_ATTEMPT,),
        arms=(_C.MERCHANT_REVIEW,),
    ),
    _row(
        *(_S.REJECTED, _E.REJECTION_STANDS, _S.CLOSED, _P.CLOCK),
        does=(_D.RELEASE_QUANTITY,),
        closes=CloseReason.REJECTED_FINAL,
    ),
    *(
        _row(
            *(state, _E.ESCALATE, _S.IN_DISPUTE, (_P.BUYER, _P.CLOCK)),
            needs=(guard,) if guard else (),
            does=(_D.FREEZE_CLOCKS,),
        )
        for state, guard in (
            (_S.PENDING_REVIEW, _G.REVIEW_OVERDUE),
            (_S.NEGOTIATING, None),
            (_S.INSPECTED, None),
            (_S.REJECTED, _G.ESCALATION_OPEN),
        )
    ),
    _row(_S.IN_DISPUTE, _E.WITHDRAW, None, _P.BUYER, does=(_D.THAW_CLOCKS,)),
    _row(
        *(_S.IN_DISPUTE, _E.RULE, _S.REFUNDING, _P.ARBITER),
        needs=(_G.BOTH_HEARD, _G.VERDICT_REFUND),
        does=(_D.CREATE_REFUND,),
    ),
    _row(
        *(_S.IN_DISPUTE, _E.RULE, _S.AWAITING_RETURN, _P.ARBITER),
        needs=(_G.BOTH_HEARD, _G.VERDICT_RETURN),
        does=(_D.GIVE_RETURN_ADDRESS,),
        arms=(_C.BUYER_SHIP,),
    ),
    _row(
        *(_S.IN_DISPUTE, _E.RULE, _S.AWAITING_DISPATCH, _P.ARBITER),
        types=_REPLACED,
        needs=(_G.BOTH_HEARD, _G.VERDICT_REPLACE),
        does=(_D.RESERVE_STOCK,),
        arms=(_C.MERCHANT_DISPATCH,),
    ),
    _row(
        *(_S.IN_DISPUTE, _E.RULE, _S.CLOSED, _P.ARBITER),
        needs=(_G.BOTH_HEARD,),
        does=(_D.RELEASE_QUANTITY,),
        closes=CloseReason.DISPUTE_LOST,
    ),
)

TABLE: tuple[Transition, ...] = (
    *_OPENING,
    *_APPROVAL,
    *_AUTO_APPROVAL,
    *_REVIEW,
    *_NEGOTIATION,
    *_RETURN,
    *_SETTLEMENT,
    *_REPLACEMENT,
    *_MONEY,
    *_DISAGREEMENT,
)

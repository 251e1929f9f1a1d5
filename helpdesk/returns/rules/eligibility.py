"""May this be asked for, until when, who decides, and which rule says so.

Every question is answered by the first rule that fits, and each answer names its rule: ids are stable, texts may change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from helpdesk.returns.rules import windows
from helpdesk.returns.rules.packs import CONSENTS_TO_ALL, Pack, exempt_word
from helpdesk.returns.rules.reasons import REASONS, ReasonRule
from helpdesk.returns.vocabulary import CaseType, Fault, LineState, Outcome, Reason

TYPES_BY_STATE = {
    LineState.UNSHIPPED: (CaseType.REFUND_ONLY,),
    LineState.SHIPPED: (CaseType.REFUND_ONLY, CaseType.RETURN_REFUND),
    LineState.DELIVERED: tuple(CaseType),
}
REFUNDS = frozenset({CaseType.REFUND_ONLY, CaseType.RETURN_REFUND})
GOODS_COME_BACK = frozenset({CaseType.RETURN_REFUND, CaseType.EXCHANGE})


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One line and one request as they stood at `at`. `days` in the pack count in `zone`."""

    type: CaseType
    reason: Reason
    at: datetime
    zone: ZoneInfo
    state: LineState
    fault: Fault | None = None
    delivered_at: datetime | None = None
    parcels: tuple[datetime | None, ...] = ()
    paid_at: datetime | None = None
    categories: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    consents: frozenset[str] = frozenset()
    value_minor: int = 0
    warranty_days: int = 0
    photos: int = 0
    videos: int = 0
    attempts: int = 0
    member_level: str = ""
    bonus_days: int | None = None  # of the member's level, where the shop says it; else the pack's by name
    risk: int = 0
    is_new_buyer: bool = False

    @property
    def rule(self) -> ReasonRule:
        return REASONS[self.reason]

    @property
    def at_fault(self) -> bool:
        """Whether the shop or the carrier answers for it."""
        return (self.fault or self.rule.fault) in (Fault.MERCHANT, Fault.CARRIER)


@dataclass(frozen=True)
class RuleText:
    """A rule that answered: its stable id, and a sentence (a message id) with its particulars."""

    id: str
    template: str
    particulars: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.particulars


@dataclass(frozen=True, kw_only=True)
class Decision:
    allowed: tuple[CaseType, ...]
    outcome: Outcome
    needs: tuple[str, ...]
    rules: tuple[RuleText, ...]
    deadline: datetime | None


def decide(facts: Facts, pack: Pack) -> Decision:
    """The answer for the type asked for, and which of all types could be asked for instead."""
    allowed = tuple(kind for kind in CaseType if objection(facts, pack, kind) is None)
    needs, evidence = missing_evidence(facts, pack)
    deadline = deadline_of(facts, pack, facts.type)
    refusal = objection(facts, pack, facts.type)
    found = [_window_rule(facts, pack, facts.type)] if refusal is None and deadline is not None else []
    found += [evidence] if evidence and refusal is None else []
    outcome, deciding = (Outcome.DENY, refusal) if refusal else ladder(facts, pack, needs)
    return Decision(allowed=allowed, outcome=outcome, needs=needs, rules=(*found, deciding), deadline=deadline)


def objection(facts: Facts, pack: Pack, kind: CaseType) -> RuleText | None:
    """The first rule that forbids this type: attempts, state of the line (G3), exempt goods (G6), window (G2)."""
    if facts.attempts > pack.most_attempts:
        return RuleText("attempts.limit", "This item was asked about %(most)s times already.", {"most": pack.most_attempts})
    if kind not in TYPES_BY_STATE[facts.state]:
        return _WRONG_STATE[facts.state]
    if kind is CaseType.REPAIR and not (facts.warranty_days or "paid_repair" in facts.flags):
        return RuleText("type.no_warranty", "This item has no warranty and is not repaired against payment.")
    return _exemption(facts, pack, kind) or _closed(facts, pack, kind)


def deadline_of(facts: Facts, pack: Pack, kind: CaseType) -> datetime | None:
    """The last instant in which this type may be asked for; None while its window has not begun."""
    if facts.state is LineState.UNSHIPPED:
        return None
    anchor, days = _anchor(facts, pack, kind), _days(facts, pack, kind)
    return None if anchor is None or days is None else windows.last_instant(anchor, days, facts.zone)


def missing_evidence(facts: Facts, pack: Pack) -> tuple[tuple[str, ...], RuleText | None]:
    """What the reason still needs (G5), and the rule that says so."""
    rule = facts.rule
    if facts.state is LineState.UNSHIPPED or not rule.photos or _shop_must_prove(facts, pack):
        return (), None
    wants_video = rule.needs_video_for_electronics and _is_electronic(facts) and facts.videos < 1
    needs = (("photos",) if facts.photos < rule.photos else ()) + (("videos",) if wants_video else ())
    if wants_video:
        return needs, RuleText(
            "evidence.photos_and_video", "Please add %(photos)s photos and a short video of the problem.", {"photos": rule.photos}
        )
    text = RuleText("evidence.photos", "Please add at least %(photos)s photos of the problem.", {"photos": rule.photos})
    return needs, text if needs else None


def ladder(facts: Facts, pack: Pack, needs: tuple[str, ...]) -> tuple[Outcome, RuleText]:
    """Who decides. Risk and value take the instant answer away, never the right itself."""
    review, auto = Outcome.REVIEW, Outcome.AUTO_APPROVE
    if facts.state is LineState.UNSHIPPED:
        return auto, RuleText("outcome.unshipped", "Not shipped yet: cancelled and refunded at once.")
    if facts.rule.is_legal:
        return review, RuleText("outcome.legal", "A specialist looks at this claim.")
    if facts.reason is Reason.RECALL:
        return auto, RuleText("outcome.recall", "This product was recalled: everything is free for you.")
    if needs:
        return review, RuleText("outcome.evidence", "A person decides once the evidence is here.")
    if facts.risk >= pack.risk_review_from or facts.is_new_buyer:
        return review, RuleText("outcome.risk", "A person looks at this request before it is approved.")
    if facts.value_minor >= pack.auto_return_below_minor:
        return review, RuleText("outcome.high_value", "Items of this value are inspected before they are refunded.")
    if facts.rule.is_free_choice and not facts.at_fault and facts.type in GOODS_COME_BACK:
        return auto, RuleText("outcome.free_choice", "In time and without a reason: approved, send it back.")
    if _is_late_report(facts):
        return review, RuleText("outcome.late_report", "Reported later than 48 hours after delivery: a person decides.")
    small = facts.value_minor < pack.keep_item_below_minor
    if facts.at_fault and facts.rule.auto_allowed and small and facts.type is not CaseType.REPAIR:
        return auto, RuleText("outcome.proven_fault", "Our fault and shown by the evidence: approved.")
    return review, RuleText("outcome.review", "A person decides on this request.")


_WRONG_STATE = {
    LineState.UNSHIPPED: RuleText("type.unshipped", "Before shipment only a cancellation with refund is possible."),
    LineState.SHIPPED: RuleText("type.shipped", "On its way only a refund, or a return with refund, is possible."),
    LineState.DELIVERED: RuleText("type.delivered", "This is not possible for a delivered item."),
}


def _exemption(facts: Facts, pack: Pack, kind: CaseType) -> RuleText | None:
    """Goods excluded from free-choice returns; those that need a consent only with one stored at purchase."""
    if not facts.rule.is_free_choice or facts.at_fault or facts.state is LineState.UNSHIPPED:
        return None
    if kind in (CaseType.REPAIR, CaseType.PRICE_ADJUST):
        return None
    for flag in sorted(facts.flags):
        word = exempt_word(flag)
        if word in pack.exempt:
            return RuleText(f"exempt.{word}", "Goods of this kind cannot be returned without a fault.")
        if word in pack.exempt_with_consent and _has_consent(facts, pack, word):
            return RuleText(f"exempt.{word}", "You confirmed at purchase that this item cannot be returned without a fault.")
    return None


def _has_consent(facts: Facts, pack: Pack, word: str) -> bool:
    consents = {exempt_word(consent) for consent in facts.consents}
    if word in pack.needs_acknowledgement and f"{word}_acknowledged" not in consents:
        return False
    return word in consents or not consents.isdisjoint(CONSENTS_TO_ALL)


def _closed(facts: Facts, pack: Pack, kind: CaseType) -> RuleText | None:
    deadline = deadline_of(facts, pack, kind)
    if deadline is None or windows.is_open(deadline, facts.at):
        return None
    ended = {"date": deadline.astimezone(facts.zone).date().isoformat()}
    if facts.at_fault and kind in REFUNDS and objection(facts, pack, CaseType.EXCHANGE) is None:
        return RuleText(
            "window.refund_closed", "The time for a refund ended on %(date)s; an exchange or a repair is still possible.", ended
        )
    return RuleText("window.closed", "The time for this ended on %(date)s.", ended)


def _window_rule(facts: Facts, pack: Pack, kind: CaseType) -> RuleText:
    days = {"days": _days(facts, pack, kind) or 0}
    if kind is CaseType.PRICE_ADJUST:
        return RuleText("window.price_drop", "A price difference can be claimed for %(days)s days after payment.", days)
    if kind is CaseType.REPAIR:
        return RuleText("window.warranty", "Repaired free of charge for %(days)s days after delivery.", days)
    if facts.at_fault:
        return RuleText("window.fault", "Faults can be reported for %(days)s days after delivery.", days)
    template = "Can be returned for %(days)s days from the day after delivery."
    if pack.anchor == "order":
        template = "Can be returned for %(days)s days from the day after the last parcel arrived."
    return RuleText(f"window.{pack.jurisdiction.lower()}", template, days)


def _anchor(facts: Facts, pack: Pack, kind: CaseType) -> datetime | None:
    if kind is CaseType.PRICE_ADJUST:
        return facts.paid_at or facts.delivered_at
    if kind is CaseType.REPAIR:
        return facts.delivered_at
    return windows.anchor_of(
        pack,
        delivered_at=facts.delivered_at,
        parcels=facts.parcels,
        paid_at=facts.paid_at,
        counts_as_delivered=facts.state is LineState.DELIVERED,
    )


def _days(facts: Facts, pack: Pack, kind: CaseType) -> int | None:
    """The length of the window; None where it has no end. Member levels lengthen the free choice of everybody else."""
    if kind is CaseType.PRICE_ADJUST:
        return pack.price_drop_days
    if kind is CaseType.REPAIR:
        return facts.warranty_days or None
    bonus = pack.bonus_days.get(facts.member_level.lower(), 0) if facts.bonus_days is None else facts.bonus_days
    free_choice = pack.free_choice_days + bonus
    if not facts.at_fault:
        return free_choice
    if kind in REFUNDS:
        warranty = facts.warranty_days if pack.warranty_refunds else 0
        return max(free_choice, pack.refund_days_at_fault, warranty)
    return max(free_choice, pack.fault_days, facts.warranty_days)


def _shop_must_prove(facts: Facts, pack: Pack) -> bool:
    """Durable goods: for the first months the burden of proof is the shop's."""
    if pack.burden_of_proof_days is None or facts.delivered_at is None or facts.reason is not Reason.QUALITY_DEFECT:
        return False
    end = windows.last_instant(facts.delivered_at, pack.burden_of_proof_days, facts.zone)
    return "durable" in facts.flags and windows.is_open(end, facts.at)


def _is_electronic(facts: Facts) -> bool:
    return "electronics" in facts.flags or any("electronic" in category.lower() for category in facts.categories)


def _is_late_report(facts: Facts) -> bool:
    hours = facts.rule.soft_hours
    return hours is not None and facts.delivered_at is not None and facts.at - facts.delivered_at > timedelta(hours=hours)

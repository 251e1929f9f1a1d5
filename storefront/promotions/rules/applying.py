"""Judging every offer for a basket in the order of R6."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kit import money
from storefront.promotions.rules.offers import Applied, Item, Near, Offer, covers, flash_shares, next_step, off, reached
from storefront.promotions.vocabulary import Benefit, Funding, NotYet, PromotionKind

_KINDS = (PromotionKind.ITEM, PromotionKind.ORDER, PromotionKind.SHIPPING)


@dataclass
class Judged:
    """What applied, and what did not with its reason."""

    applied: list[Applied] = field(default_factory=list)
    near: list[Near] = field(default_factory=list)

    def spent(self, campaign_id: int | None) -> int:
        """What this basket already takes of a campaign's budget."""
        return sum(one.amount_minor for one in self.applied if one.offer.campaign_id == campaign_id)


def apply(items: Sequence[Item], offers: Sequence[Offer]) -> list[Applied]:
    """What applies to the goods; see `judge`."""
    return judge(items, offers).applied


def judge(items: Sequence[Item], offers: Sequence[Offer]) -> Judged:
    """Item offers, then order offers, each by priority over what the earlier ones left, merchant-funded before platform-funded
    (R6). An offer that is not stackable is taken only when nothing was applied before it, and then nothing after it. An offer
    whose campaign could not pay all of it is left out."""
    judged, left = Judged(), [item.list_total_minor for item in items]
    for offer in sorted((one for one in offers if one.kind is not PromotionKind.SHIPPING), key=_place):
        room = [amount if covers(offer, item) else 0 for item, amount in zip(items, left, strict=True)]
        verdict = _judged(offer, items, room, judged)
        if isinstance(verdict, Near):
            judged.near.append(verdict)
            continue
        judged.applied.append(verdict)
        left = [amount - share for amount, share in zip(left, verdict.shares, strict=True)]
        further = next_step(offer, sum(room))
        if further is not None:
            judged.near.append(Near(further, NotYet.THRESHOLD, (further.threshold_minor or 0) - sum(room)))
    return judged


def waived_freight(
    items: Sequence[Item], freight_minor: int, offers: Sequence[Offer], judged: Judged | None = None
) -> tuple[int, Offer | None]:
    """How much of the freight the best shipping offer takes off, and which it is. `judged` are the offers on the goods: their
    campaigns' budgets count, and what nearly applied is added to it."""
    seen = judged or Judged()
    best: tuple[int, Offer | None] = (0, None)
    for offer in sorted((one for one in offers if one.kind is PromotionKind.SHIPPING), key=_place):
        total = sum(item.list_total_minor for item in items if covers(offer, item))
        step = reached(offer, total)
        waived = off(step, freight_minor) if step and total else 0
        if step is None or total == 0:
            seen.near.append(_out_of_reach(offer, total))
        elif not _can_pay(offer, waived, seen):
            seen.near.append(Near(offer, NotYet.USED_UP))
        elif waived > best[0]:
            best = (waived, step)
    return best


def _judged(offer: Offer, items: Sequence[Item], room: Sequence[int], judged: Judged) -> Applied | Near:
    total = sum(room)
    step = reached(offer, total)
    if step is None or total == 0:
        return _out_of_reach(offer, total)
    if judged.applied and not (offer.is_stackable and judged.applied[-1].offer.is_stackable):
        return Near(offer, NotYet.NOT_COMBINED)
    if offer.benefit is Benefit.FIXED_PRICE:
        shares, units = flash_shares(step, items, room)
    else:
        shares, units = tuple(money.allocate(off(step, total), room, room)), 0
    amount = sum(shares)
    if amount == 0:
        return Near(offer, NotYet.USED_UP if offer.units_left == 0 else NotYet.NO_ITEM)
    if not _can_pay(offer, amount, judged):
        return Near(offer, NotYet.USED_UP)
    return Applied(step, amount, shares, units)


def _out_of_reach(offer: Offer, total: int) -> Near:
    step = next_step(offer, total)
    if total == 0 or step is None:
        return Near(offer, NotYet.NO_ITEM)
    return Near(step, NotYet.THRESHOLD, (step.threshold_minor or 0) - total)


def _can_pay(offer: Offer, amount: int, judged: Judged) -> bool:
    if offer.budget_left_minor is None:
        return True
    return judged.spent(offer.campaign_id) + amount <= offer.budget_left_minor


def _place(offer: Offer) -> tuple[int, bool, int, int]:
    return _KINDS.index(offer.kind), offer.funding is Funding.PLATFORM, offer.priority, offer.promotion_id or 0

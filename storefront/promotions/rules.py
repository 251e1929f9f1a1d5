"""Which promotions apply to a basket and how they fall on its lines (R1, R6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kit import money
from storefront.promotions.vocabulary import Benefit, Funding, PromotionKind, ReturnMode

_ORDER = (PromotionKind.ITEM, PromotionKind.ORDER)


@dataclass(frozen=True, kw_only=True)
class Item:
    """A line of a basket: its list total in minor units."""

    sku_id: int
    category_path: str
    list_total_minor: int


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A promotion as a value; `coupon_id` is set when a code opened it."""

    promotion_id: int
    coupon_id: int | None
    name: dict[str, str]
    kind: PromotionKind
    benefit: Benefit
    value: int
    threshold_minor: int | None
    category_paths: tuple[str, ...] = ()
    sku_ids: tuple[int, ...] = ()
    mode: ReturnMode = ReturnMode.FROZEN
    funding: Funding = Funding.MERCHANT
    is_stackable: bool = True
    priority: int = 100


@dataclass(frozen=True)
class Applied:
    """What an offer took off: `shares` has one amount per item, 0 where the offer does not touch it."""

    offer: Offer
    amount_minor: int
    shares: tuple[int, ...]


def apply(items: Sequence[Item], offers: Sequence[Offer]) -> list[Applied]:
    """Item offers, then order offers, each by priority over what the earlier ones left, merchant-funded before platform-funded
    (R6). An offer that is not stackable is taken only when nothing was applied before it, and then nothing after it."""
    left = [item.list_total_minor for item in items]
    applied: list[Applied] = []
    for offer in sorted((o for o in offers if o.kind in _ORDER), key=_place):
        if applied and not (offer.is_stackable and applied[-1].offer.is_stackable):
            continue
        room = [amount if covers(offer, item) else 0 for item, amount in zip(items, left, strict=True)]
        amount = min(_worth(offer, sum(room)), sum(room))
        if amount == 0:
            continue
        shares = money.allocate(amount, room, room)
        left = [amount - share for amount, share in zip(left, shares, strict=True)]
        applied.append(Applied(offer, amount, tuple(shares)))
    return applied


def waived_freight(items: Sequence[Item], freight_minor: int, offers: Sequence[Offer]) -> tuple[int, Offer | None]:
    """How much of the freight the best shipping offer takes off, and which it is."""
    best: tuple[int, Offer | None] = (0, None)
    for offer in sorted((o for o in offers if o.kind is PromotionKind.SHIPPING), key=_place):
        total = sum(item.list_total_minor for item in items if covers(offer, item))
        if total < (offer.threshold_minor or 0) or total == 0:
            continue
        waived = freight_minor if offer.benefit is Benefit.FREE else min(_benefit(offer, freight_minor), freight_minor)
        if waived > best[0]:
            best = (waived, offer)
    return best


def covers(offer: Offer, item: Item) -> bool:
    """Is the item one of those the offer is for?"""
    if offer.sku_ids and item.sku_id not in offer.sku_ids:
        return False
    paths = offer.category_paths
    return not paths or any(item.category_path == path or item.category_path.startswith(f"{path}/") for path in paths)


def _worth(offer: Offer, total: int) -> int:
    return 0 if total < (offer.threshold_minor or 0) else _benefit(offer, total)


def _benefit(offer: Offer, total: int) -> int:
    return money.portion(total, offer.value) if offer.benefit is Benefit.PERCENT_OFF else offer.value


def _place(offer: Offer) -> tuple[int, bool, int, int]:
    kinds = (PromotionKind.ITEM, PromotionKind.ORDER, PromotionKind.SHIPPING)
    return kinds.index(offer.kind), offer.funding is Funding.PLATFORM, offer.priority, offer.promotion_id

"""Offers and baskets as plain values, and what an offer is worth on them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kit import money
from storefront.promotions.vocabulary import Benefit, Funding, NotYet, PromotionKind, ReturnMode

_HINTS = 3


@dataclass(frozen=True, kw_only=True)
class Item:
    """A line of a basket: its pieces and their list total in minor units."""

    sku_id: int
    category_path: str
    list_total_minor: int
    quantity: int = 1


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A promotion as a value; `coupon_id` is set when a code opened it, `promotion_id` is None for a benefit of the member's level.

    `tiers` are further steps (threshold, value). `units_left` and `budget_left_minor` are what live uses left of its pieces and of
    its campaign's budget; None is without limit."""

    promotion_id: int | None
    coupon_id: int | None
    name: dict[str, str]
    kind: PromotionKind
    benefit: Benefit
    value: int
    threshold_minor: int | None
    tiers: tuple[tuple[int, int], ...] = ()
    category_paths: tuple[str, ...] = ()
    sku_ids: tuple[int, ...] = ()
    mode: ReturnMode = ReturnMode.FROZEN
    funding: Funding = Funding.MERCHANT
    is_stackable: bool = True
    priority: int = 100
    campaign_id: int | None = None
    units_left: int | None = None
    budget_left_minor: int | None = None


@dataclass(frozen=True)
class Applied:
    """What an offer took off: `shares` has one amount per item, 0 where the offer does not touch it. `units` are the pieces that
    got a flash price."""

    offer: Offer
    amount_minor: int
    shares: tuple[int, ...]
    units: int = 0


@dataclass(frozen=True)
class Near:
    """An offer that did not take part, and why; with THRESHOLD `missing_minor` of its goods would bring `offer.value`."""

    offer: Offer
    reason: NotYet
    missing_minor: int = 0


def covers(offer: Offer, item: Item) -> bool:
    """Is the item one of those the offer is for?"""
    if offer.sku_ids and item.sku_id not in offer.sku_ids:
        return False
    paths = offer.category_paths
    return not paths or any(item.category_path == path or item.category_path.startswith(f"{path}/") for path in paths)


def steps(offer: Offer) -> list[Offer]:
    """The offer once per step of spend-and-save, the lowest first; its threshold and value are those of the step."""
    pairs = sorted({(offer.threshold_minor or 0, offer.value), *offer.tiers})
    return [offer if len(pairs) == 1 else replace(offer, threshold_minor=least, value=value) for least, value in pairs]


def reached(offer: Offer, total_minor: int) -> Offer | None:
    """The highest step that the sum of the offer's goods reaches."""
    return next((step for step in reversed(steps(offer)) if total_minor >= (step.threshold_minor or 0)), None)


def next_step(offer: Offer, total_minor: int) -> Offer | None:
    """The lowest step that is still out of reach."""
    return next((step for step in steps(offer) if total_minor < (step.threshold_minor or 0)), None)


def off(offer: Offer, total_minor: int) -> int:
    """What a reached step takes off a sum of goods or off the freight, never more than all of it."""
    if offer.benefit is Benefit.FREE:
        return total_minor
    worth = money.portion(total_minor, offer.value) if offer.benefit is Benefit.PERCENT_OFF else offer.value
    return min(worth, total_minor)


def worth_telling(near: Sequence[Near]) -> list[Near]:
    """All that is said of the customer's own coupon and of offers that ran out or cannot be combined; of what only more goods would
    bring, the three that miss least."""
    close = sorted((one for one in near if one.reason is NotYet.THRESHOLD), key=lambda one: (one.missing_minor, -one.offer.value))
    own = [one for one in near if one.offer.coupon_id is not None]
    other = [one for one in near if one not in own and one.reason in (NotYet.NOT_COMBINED, NotYet.USED_UP)]
    return own + other + [one for one in close if one not in own][:_HINTS]


def flash_shares(offer: Offer, items: Sequence[Item], room: Sequence[int]) -> tuple[tuple[int, ...], int]:
    """What a flash price of `offer.value` a piece takes off each line, in the order of the lines while pieces last, and on how
    many pieces. `room` is what is left to take off per line."""
    left, shares, units = offer.units_left, [], 0
    for item, most in zip(items, room, strict=True):
        unit_off = item.list_total_minor // item.quantity - offer.value
        pieces = item.quantity if left is None else min(item.quantity, left - units)
        share = min(max(unit_off, 0) * pieces, most)
        shares.append(share)
        units += pieces if share else 0
    return tuple(shares), units

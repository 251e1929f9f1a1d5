"""What a basket costs: list prices, discounts in their order (R6), freight and tax. Pure, so a quote and a placement agree."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from kit import money
from storefront.promotions import rules as promotions
from storefront.promotions.rules import Applied, Item, Near, Offer


@dataclass(frozen=True, kw_only=True)
class Goods:
    """What is wanted: units of an article at today's price, in minor units."""

    sku_id: int
    quantity: int
    unit_price_minor: int
    category_path: str = ""
    tax_rate_bp: int = 0
    tax_included: bool = True


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A way of delivery and its price; free from `free_from_minor` of goods after discounts."""

    key: str
    name: dict[str, str]
    carrier: str
    price_minor: int
    free_from_minor: int | None
    tax_rate_bp: int = 0
    days: int = 3


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """One line with its frozen amounts; `payable_minor` is net where tax is not included."""

    goods: Goods
    list_total_minor: int
    discount_total_minor: int
    payable_minor: int
    tax_minor: int


@dataclass(frozen=True, kw_only=True)
class Freight:
    delivery: Delivery
    payable_minor: int
    waived_minor: int
    tax_minor: int
    offer: Offer | None = None  # the promotion that waived `offered_minor` of it
    offered_minor: int = 0


@dataclass(frozen=True, kw_only=True)
class Pricing:
    """The whole price. payable = items - discounts + shipping + tax on top (I1). `near` are the offers that did not take part,
    which change no price and are no part of the fingerprint."""

    currency: str
    lines: tuple[PricedLine, ...]
    discounts: tuple[Applied, ...]
    freight: Freight
    near: tuple[Near, ...] = ()

    @property
    def items_total_minor(self) -> int:
        return sum(line.list_total_minor for line in self.lines)

    @property
    def discount_total_minor(self) -> int:
        return sum(line.discount_total_minor for line in self.lines)

    @property
    def tax_total_minor(self) -> int:
        return sum(line.tax_minor for line in self.lines) + self.freight.tax_minor

    @property
    def tax_added_minor(self) -> int:
        return sum(line.tax_minor for line in self.lines if not line.goods.tax_included)

    @property
    def payable_minor(self) -> int:
        return self.items_total_minor - self.discount_total_minor + self.freight.payable_minor + self.tax_added_minor

    @property
    def shown(self) -> dict[str, int]:
        """What a customer sees of the price, to tell later what changed: unit prices by article, and the sums."""
        units = {f"sku:{line.goods.sku_id}": line.goods.unit_price_minor for line in self.lines}
        sums = {"discount": self.discount_total_minor, "freight": self.freight.payable_minor, "tax": self.tax_added_minor}
        return units | sums | {"total": self.payable_minor}

    @property
    def fingerprint(self) -> str:
        """Equal for equal prices: a quote keeps it, placement compares it."""
        seen = asdict(self, dict_factory=_without_supplies) | {"near": ()}
        return hashlib.sha256(json.dumps(seen, sort_keys=True, default=str).encode()).hexdigest()

    @property
    def hints(self) -> list[Near]:
        """What is worth telling the customer of the offers that did not take part."""
        return promotions.worth_telling(self.near)

    @property
    def missing_for_free_freight_minor(self) -> int:
        """What is still missing until this delivery is free by itself; 0 when it is or never will be."""
        least, goods = self.freight.delivery.free_from_minor, sum(line.payable_minor for line in self.lines)
        return max((least or 0) - goods, 0) if self.freight.payable_minor else 0


@dataclass(frozen=True)
class Change:
    """What was shown and what it is now, in minor units. `what` is "sku:<id>" for a unit price, discount, freight, tax or total;
    None where there was nothing before, or is nothing now."""

    what: str
    before: int | None
    after: int | None


def changes(before: Mapping[str, int], after: Pricing) -> list[Change]:
    """What differs between a price as it was shown and as it is now, the total last."""
    now = after.shown
    names = [*before, *(name for name in now if name not in before)]
    found = [Change(name, before.get(name), now.get(name)) for name in names if before.get(name) != now.get(name)]
    return sorted(found, key=lambda change: change.what == "total")


def price(goods: Sequence[Goods], offers: Sequence[Offer], delivery: Delivery, *, currency: str) -> Pricing:
    """Price a basket. Freight comes last (R6) and is tax-inclusive."""
    items = [
        Item(
            sku_id=line.sku_id, category_path=line.category_path, list_total_minor=line.quantity * line.unit_price_minor,
            quantity=line.quantity,
        )
        for line in goods
    ]  # fmt: skip
    judged = promotions.judge(items, offers)
    applied = judged.applied
    taken = [sum(discount.shares[place] for discount in applied) for place in range(len(items))]
    lines = tuple(_line(line, off) for line, off in zip(goods, taken, strict=True))
    freight = _freight(items, sum(line.payable_minor for line in lines), offers, delivery, judged)
    return Pricing(currency=currency, lines=lines, discounts=tuple(applied), freight=freight, near=tuple(judged.near))


def _line(goods: Goods, discount: int) -> PricedLine:
    total = goods.quantity * goods.unit_price_minor
    tax = money.tax_on(total - discount, goods.tax_rate_bp, included=goods.tax_included)
    return PricedLine(
        goods=goods, list_total_minor=total, discount_total_minor=discount, payable_minor=total - discount, tax_minor=tax
    )


def _without_supplies(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """What other people take of a budget changes no price."""
    return {name: value for name, value in pairs if name not in ("units_left", "budget_left_minor")}


def _freight(
    items: Sequence[Item], payable: int, offers: Sequence[Offer], delivery: Delivery, judged: promotions.Judged
) -> Freight:
    is_free = delivery.free_from_minor is not None and payable >= delivery.free_from_minor
    price = 0 if is_free else delivery.price_minor
    waived, offer = promotions.waived_freight(items, price, offers, judged)
    tax = money.tax_on(price - waived, delivery.tax_rate_bp, included=True)
    return Freight(
        delivery=delivery, payable_minor=price - waived, waived_minor=delivery.price_minor - price + waived, tax_minor=tax,
        offer=offer, offered_minor=waived,
    )  # fmt: skip

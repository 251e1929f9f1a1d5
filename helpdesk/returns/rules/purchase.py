"""What was bought and paid, frozen at placement: the ground every refund is computed on. Amounts in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpdesk.returns.vocabulary import ReturnMode
from kit import money


@dataclass(frozen=True, kw_only=True)
class Line:
    """One order line. `payable_minor` is its price after discounts: with tax inside, or net where tax came on top."""

    id: str
    quantity: int
    unit_price_minor: int
    payable_minor: int
    tax_minor: int = 0
    tax_included: bool = True
    refunded_quantity: int = 0
    refunded_minor: int = 0
    known_settled_minor: int | None = None

    @property
    def gross_minor(self) -> int:
        """What the customer paid for the line, tax included."""
        return self.payable_minor if self.tax_included else self.payable_minor + self.tax_minor

    @property
    def units_left(self) -> int:
        return self.quantity - self.refunded_quantity

    @property
    def left_minor(self) -> int:
        """What can still be refunded on the line, tax included (R10)."""
        return self.gross_minor - self.refunded_minor

    def tax_of(self, gross: int) -> int:
        """The tax inside the first `gross` minor units refunded (R4)."""
        return money.tax_credited(self.tax_minor, self.gross_minor, gross)

    def payable_part(self, gross: int) -> int:
        """The part of `gross` that counts against `payable_minor`: without tax where tax came on top."""
        return gross if self.tax_included else gross - self.tax_of(gross)

    def gross_of(self, payable_part: int) -> int:
        """The other way round: what the customer gets, tax included, for a part of `payable_minor`."""
        if self.tax_included:
            return payable_part
        return payable_part + money.tax_credited(self.tax_minor, self.payable_minor, payable_part)

    def units_worth(self, before: int, units: int) -> int:
        """The frozen share of `units` units after `before` came back (R2), in the terms of `payable_minor`."""
        return money.units_share(self.payable_minor, self.quantity, before, units)

    def settled_minor(self, already: int = 0) -> int:
        """What was given back for returned units, in the terms of `payable_minor`.

        Money paid without goods is no part of it. Where only the sum is known, a line of which nothing came back has
        had nothing else, and `already`, paid before for the units now returned, was such money too.
        """
        if self.known_settled_minor is not None:
            return self.known_settled_minor
        return self.payable_part(max(0, self.refunded_minor - already)) if self.refunded_quantity else 0


@dataclass(frozen=True, kw_only=True)
class Discount:
    """A promotion's share of each line it touched, and how returns treat it (R7)."""

    id: str
    shares: Mapping[str, int]
    mode: ReturnMode = ReturnMode.FROZEN
    threshold_minor: int | None = None

    @property
    def amount_minor(self) -> int:
        return sum(self.shares.values())


@dataclass(frozen=True, kw_only=True)
class Shipping:
    """The outbound freight the customer paid, tax inside."""

    paid_minor: int = 0
    tax_minor: int = 0
    refunded_minor: int = 0

    @property
    def left_minor(self) -> int:
        return self.paid_minor - self.refunded_minor

    def tax_of(self, amount: int) -> int:
        return money.tax_credited(self.tax_minor, self.paid_minor, amount)


@dataclass(frozen=True, kw_only=True)
class Tender:
    """One payment of the order: a card, store credit, points."""

    id: str
    captured_minor: int
    refunded_minor: int = 0

    @property
    def left_minor(self) -> int:
        return self.captured_minor - self.refunded_minor


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """The whole order as it stands: frozen shares and what was refunded so far."""

    lines: tuple[Line, ...]
    discounts: tuple[Discount, ...] = ()
    shipping: Shipping = Shipping()
    tenders: tuple[Tender, ...] = ()
    tenders_listed: bool = False

    def line(self, line_id: str) -> Line:
        """The line of that id; raises KeyError."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)

"""What a return pays (R1 to R11): goods shares, fees, deductions, replacements, freight, and the split over tenders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpdesk.returns.rules import repricing
from helpdesk.returns.rules.purchase import Line, Purchase, Tender
from kit import money
from kit.errors import RuleViolation


@dataclass(frozen=True, kw_only=True)
class ReturnLine:
    """What is asked for one order line. Quantity 0 with an amount is money without goods."""

    line_id: str
    quantity: int
    amount_minor: int | None = None
    already_minor: int = 0
    deduction_minor: int = 0
    fee_bp: int = 0
    replacement_price_minor: int | None = None
    replacement_quantity: int | None = None
    even_exchange: bool = False


@dataclass(frozen=True, kw_only=True)
class Return:
    lines: tuple[ReturnLine, ...]
    shipping_minor: int = 0


@dataclass(frozen=True, kw_only=True)
class QuotedLine:
    """`refund_minor` is the goods share with tax, before fee and deduction."""

    line_id: str
    payable_minor: int
    refund_minor: int
    tax_minor: int
    fee_minor: int = 0
    deduction_minor: int = 0
    replacement_minor: int = 0

    @property
    def net_minor(self) -> int:
        return self.refund_minor - self.fee_minor - self.deduction_minor - self.replacement_minor


@dataclass(frozen=True, kw_only=True)
class Quote:
    refund_minor: int
    to_pay_minor: int
    tax_minor: int
    shipping_minor: int
    lines: tuple[QuotedLine, ...]
    tenders: tuple[tuple[str, int], ...]
    purchase_after: Purchase


def quote(purchase: Purchase, wanted: Return, earlier: Sequence[Return] = ()) -> Quote:
    """The quote of `wanted` once the `earlier` returns were carried out, in their order.

    Raises RuleViolation `over_quantity`, `over_amount` or `nothing_refundable`; a computed 0 is an answer.
    """
    for before in earlier:
        purchase = _quote(purchase, before).purchase_after
    return _quote(purchase, wanted)


def _quote(purchase: Purchase, wanted: Return) -> Quote:
    _check_units(purchase, wanted.lines)
    parts = _frozen_parts(purchase, wanted.lines)
    correction = repricing.correct(purchase, parts)
    after = {line.id: line for line in purchase.lines}
    quoted = []
    for asked, part, extra in zip(wanted.lines, parts, correction.parts, strict=True):
        line = after[asked.line_id]
        refund = _money_only(line, asked) if asked.quantity == 0 else _goods(line, asked, part.share_minor + extra)
        quoted.append(_quoted(line, asked, refund))
        after[line.id] = _refunded(line, asked, refund, settled=part.share_minor + extra)
    for line_id, extra in correction.earlier.items():
        line = after[line_id]
        refund = line.gross_of(line.payable_part(line.refunded_minor) + extra) - line.refunded_minor
        quoted.append(_quoted(line, ReturnLine(line_id=line_id, quantity=0), refund))
        after[line_id] = replace(
            line,
            refunded_minor=line.refunded_minor + refund,
            known_settled_minor=line.settled_minor() + extra,
        )
    return _totals(purchase, wanted, quoted, tuple(after.values()))


def _totals(purchase: Purchase, wanted: Return, quoted: list[QuotedLine], lines: tuple[Line, ...]) -> Quote:
    freight = purchase.shipping
    if wanted.shipping_minor > freight.left_minor:
        raise _over_amount("The freight refund is larger than the freight still paid.")
    freight_after = replace(freight, refunded_minor=freight.refunded_minor + wanted.shipping_minor)
    freight_tax = freight.tax_of(freight_after.refunded_minor) - freight.tax_of(freight.refunded_minor)
    total = sum(line.net_minor for line in quoted) + wanted.shipping_minor
    refund = max(0, total)
    tenders = _over_tenders(purchase, refund)
    paid_back = tuple(
        replace(tender, refunded_minor=tender.refunded_minor + share)
        for tender, (_, share) in zip(purchase.tenders, tenders, strict=True)
    )
    return Quote(
        refund_minor=refund,
        to_pay_minor=max(0, -total),
        tax_minor=sum(line.tax_minor for line in quoted) + freight_tax,
        shipping_minor=wanted.shipping_minor,
        lines=tuple(quoted),
        tenders=tenders,
        purchase_after=replace(purchase, lines=lines, shipping=freight_after, tenders=paid_back),
    )


def _check_units(purchase: Purchase, asked_lines: Sequence[ReturnLine]) -> None:
    asked_units: dict[str, int] = {}
    for asked in asked_lines:
        line = purchase.line(asked.line_id)
        if line.units_left == 0 and line.left_minor <= 0:
            raise RuleViolation("nothing_refundable", f"Nothing is left to refund on line {line.id}.")
        asked_units[line.id] = asked_units.get(line.id, 0) + asked.quantity
        if asked_units[line.id] > line.units_left:
            raise RuleViolation("over_quantity", f"Line {line.id} has {line.units_left} units left to return.")


def _frozen_parts(purchase: Purchase, asked_lines: Sequence[ReturnLine]) -> list[repricing.Part]:
    """The frozen share of each return line; two lines of one order line follow each other."""
    returned = {line.id: line.refunded_quantity for line in purchase.lines}
    parts = []
    for asked in asked_lines:
        share = purchase.line(asked.line_id).units_worth(returned[asked.line_id], asked.quantity)
        returned[asked.line_id] += asked.quantity
        already = asked.already_minor if asked.quantity else 0
        parts.append(repricing.Part(line_id=asked.line_id, units=asked.quantity, share_minor=share, already_minor=already))
    return parts


def _goods(line: Line, asked: ReturnLine, worth: int) -> int:
    """The refund of returned units worth that part of the payable, less what they got before, within the line (R10)."""
    before = line.payable_part(line.refunded_minor - asked.already_minor)
    computed = max(0, line.gross_of(min(line.payable_minor, before + worth)) - line.refunded_minor)
    if asked.amount_minor is None:
        return computed
    if asked.amount_minor > computed:
        raise _over_amount(f"An amount may only go down: line {line.id} gives at most {computed}.")
    return asked.amount_minor


def _money_only(line: Line, asked: ReturnLine) -> int:
    amount = asked.amount_minor or 0
    if amount > line.left_minor:
        raise _over_amount(f"Line {line.id} has {line.left_minor} left to refund.")
    return amount


def _quoted(line: Line, asked: ReturnLine, refund: int) -> QuotedLine:
    fee = money.portion(refund, asked.fee_bp)
    if asked.deduction_minor > refund - fee:
        raise _over_amount(f"The deduction is larger than the refund of line {line.id}.")
    return QuotedLine(
        line_id=line.id,
        payable_minor=line.payable_minor,
        refund_minor=refund,
        tax_minor=line.tax_of(line.refunded_minor + refund) - line.tax_of(line.refunded_minor),
        fee_minor=fee,
        deduction_minor=asked.deduction_minor,
        replacement_minor=_replacement(asked, refund),
    )


def _replacement(asked: ReturnLine, refund: int) -> int:
    """What the goods sent instead cost (R11): the same product in another size or colour costs just the refund."""
    if asked.even_exchange:
        return refund
    if asked.replacement_price_minor is None:
        return 0
    units = asked.quantity if asked.replacement_quantity is None else asked.replacement_quantity
    return asked.replacement_price_minor * units


def _refunded(line: Line, asked: ReturnLine, refund: int, *, settled: int) -> Line:
    """The line afterwards. Money without goods settles units only where none are left to come back."""
    if asked.quantity:
        settled_after = line.settled_minor(asked.already_minor) + settled
    else:
        settled_after = line.settled_minor() + (0 if line.units_left else line.payable_part(refund))
    return replace(
        line,
        refunded_quantity=line.refunded_quantity + asked.quantity,
        refunded_minor=line.refunded_minor + refund,
        known_settled_minor=settled_after,
    )


def _over_tenders(purchase: Purchase, refund: int) -> tuple[tuple[str, int], ...]:
    """R5; an order without tenders (paid elsewhere) has nothing to split over."""
    tenders: tuple[Tender, ...] = purchase.tenders
    left = [tender.left_minor for tender in tenders]
    if tenders and refund > sum(left):
        raise _over_amount("The refund is larger than what is left on the payments.")
    shares = money.split_over_tenders(refund, left, listed=purchase.tenders_listed) if tenders else []
    return tuple((tender.id, share) for tender, share in zip(tenders, shares, strict=True))


def _over_amount(message: str) -> RuleViolation:
    return RuleViolation("over_amount", message)

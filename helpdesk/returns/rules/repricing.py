"""R7: what a return costs when a promotion is re-priced, because the kept basket no longer earns the discount.

All amounts are in the terms of `Line.payable_minor`. Discounts of that mode which share lines are settled together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from helpdesk.returns.rules.purchase import Discount, Line, Purchase
from helpdesk.returns.vocabulary import ReturnMode
from kit import money


@dataclass(frozen=True, kw_only=True)
class Part:
    """Units of one line coming back now: their frozen share, and what they were paid before without coming back."""

    line_id: str
    units: int
    share_minor: int
    already_minor: int = 0


@dataclass(frozen=True)
class Correction:
    """By how much each part differs from its frozen share, and what earlier-returned lines get on top."""

    parts: list[int]
    earlier: dict[str, int] = field(default_factory=dict)


def correct(purchase: Purchase, parts: Sequence[Part]) -> Correction:
    """The corrections of one return; all zero where no re-priced promotion is touched."""
    result = Correction(parts=[0] * len(parts))
    for group in _groups(purchase.discounts):
        line_ids = {line_id for discount in group for line_id in discount.shares}
        touched = [i for i, part in enumerate(parts) if part.line_id in line_ids and part.units]
        if touched:
            lines = [line for line in purchase.lines if line.id in line_ids]
            _settle(purchase, group, lines, parts, touched, result)
    return result


def _settle(
    purchase: Purchase,
    group: Sequence[Discount],
    lines: Sequence[Line],
    parts: Sequence[Part],
    touched: Sequence[int],
    result: Correction,
) -> None:
    shares = [parts[i].share_minor for i in touched]
    returned = {line.id: line.refunded_quantity for line in lines}
    already = {line.id: 0 for line in lines}
    for i in touched:
        returned[parts[i].line_id] += parts[i].units
        already[parts[i].line_id] += parts[i].already_minor
    frozen = sum(line.units_worth(0, returned[line.id]) for line in lines)
    target = frozen - sum(_loss(purchase, discount, returned) for discount in group)
    refund = max(0, target - sum(line.settled_minor(already[line.id]) for line in lines))
    shortfall = sum(shares) - refund
    charges = money.allocate(shortfall, shares, shares if shortfall > 0 else None)
    room = {line.id: _room(line, returned[line.id], already[line.id]) for line in lines}
    spill = 0
    for i, charge in zip(touched, charges, strict=True):
        line_id, amount = parts[i].line_id, parts[i].share_minor - charge
        taken = min(amount, max(0, room[line_id]))
        result.parts[i] = taken - parts[i].share_minor
        room[line_id] -= taken
        spill += amount - taken
    _book(spill, lines, {parts[i].line_id: i for i in touched}, room, result)


def _room(line: Line, returned: int, already: int) -> int:
    """What can still be booked on a line. Where tax comes on top, not more than its own returned units are worth: money
    owed for another line would bring this line's tax along, and more would go back than frozen shares give (I17)."""
    ceiling = line.payable_minor if line.tax_included else line.units_worth(0, returned)
    return ceiling - line.payable_part(line.refunded_minor - already)


def _loss(purchase: Purchase, discount: Discount, returned: Mapping[str, int]) -> int:
    """What the returned units are worth less because the kept basket lost this discount, wholly or not at all.

    The kept basket is priced at list, less the other discounts' frozen shares, less this one while it is still earned.
    """
    lines = [line for line in purchase.lines if line.id in discount.shares]
    kept_list = sum(line.unit_price_minor * (line.quantity - returned[line.id]) for line in lines)
    earned = discount.threshold_minor is None or kept_list >= discount.threshold_minor
    price_kept = kept_list - (discount.amount_minor if earned else 0)
    for line in lines:
        others = line.unit_price_minor * line.quantity - line.payable_minor - discount.shares[line.id]
        price_kept -= others - money.cumulative_share(others, line.quantity, returned[line.id])
    paid = sum(line.payable_minor for line in lines)
    frozen = sum(line.units_worth(0, returned[line.id]) for line in lines)
    return max(0, frozen - (paid - price_kept))


def _book(spill: int, lines: Sequence[Line], here: Mapping[str, int], room: Mapping[str, int], result: Correction) -> None:
    """Book what exceeds the lines of this return on earlier-returned ones, in line order, up to their payable."""
    for line in sorted(lines, key=lambda line: line.id in here):
        taken = min(spill, max(0, room[line.id])) if line.refunded_quantity or line.id in here else 0
        if taken and line.id in here:
            result.parts[here[line.id]] += taken
        elif taken:
            result.earlier[line.id] = result.earlier.get(line.id, 0) + taken
        spill -= taken


def _groups(discounts: Sequence[Discount]) -> list[list[Discount]]:
    """Re-priced discounts, those that share a line in one group."""
    groups: list[list[Discount]] = []
    for discount in discounts:
        if discount.mode is not ReturnMode.REPRICE:
            continue
        joined = [group for group in groups if any(other.shares.keys() & discount.shares.keys() for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(other for group in joined for other in group), discount])
    return groups

"""Exact money: allocation (R1), cumulative unit shares (R2), tax (R4), tender splits (R5), typed amounts.

All amounts are whole minor units (cents, fen). R1 to R13 are the money rules of the after-sales domain.
"""

import re
from collections.abc import Sequence

BASIS_POINTS = 10_000
MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "BHD": 3, "KWD": 3, "JOD": 3, "OMR": 3, "TND": 3}


class MoneyError(ValueError):
    """An amount that cannot be taken as asked: no room for it, or not written as an amount."""


def half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` rounded to the nearest whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def allocate(amount: int, weights: Sequence[int], caps: Sequence[int | None] | None = None) -> list[int]:
    """Split `amount` by largest remainder (R1); the shares add up to it exactly.

    Ties go to the lowest position, a negative amount is split like the positive one, and weights that are all zero
    share evenly. With `caps` no share is larger (in size) than its cap and the excess is split again over those with
    room. Raises MoneyError for a negative weight or cap and when the caps leave no room for the amount.
    """
    if amount < 0:
        return [-share for share in allocate(-amount, weights, caps)]
    limits: list[int | None] = [None] * len(weights) if caps is None else list(caps)
    if len(limits) != len(weights):
        raise MoneyError("weights and caps must have the same length")
    if any(weight < 0 for weight in weights) or any(limit is not None and limit < 0 for limit in limits):
        raise MoneyError("weights and caps must not be negative")
    shares = [0] * len(weights)
    left = amount
    while left:
        roomy = [i for i, limit in enumerate(limits) if limit is None or shares[i] < limit]
        if not roomy:
            raise MoneyError("the amount is larger than all caps together")
        for i, share in zip(roomy, _largest_remainder(left, [weights[i] for i in roomy]), strict=True):
            limit = limits[i]
            taken = share if limit is None else min(share, limit - shares[i])
            shares[i] += taken
            left -= taken
    return shares


def units_share(payable: int, quantity: int, before: int, units: int) -> int:
    """What `units` more of a line are worth after `before` of its `quantity`: C(before + units) - C(before) (R2)."""
    return cumulative_share(payable, quantity, before + units) - cumulative_share(payable, quantity, before)


def cumulative_share(payable: int, quantity: int, units: int) -> int:
    """C(units): the share of the first `units` of `quantity` units in a line's payable, half up (R2)."""
    return half_up(payable * units, quantity)


def tax_on(amount: int, rate_bp: int, *, included: bool) -> int:
    """The tax on a line or a freight row: inside `amount` when `included`, else on top of it; half up."""
    return half_up(amount * rate_bp, BASIS_POINTS + rate_bp if included else BASIS_POINTS)


def tax_credited(tax: int, gross: int, credited: int) -> int:
    """T(credited): how much of `tax` is given back once `credited` of `gross` was refunded (R4)."""
    return half_up(tax * credited, gross) if gross else 0


def portion(amount: int, rate_bp: int) -> int:
    """`rate_bp` basis points of `amount`, half up."""
    return half_up(amount * rate_bp, BASIS_POINTS)


def split_over_tenders(amount: int, remaining: Sequence[int], *, listed: bool = False) -> list[int]:
    """Split a refund over what is left on each tender (R5), or empty the tenders one after the other when `listed`.

    Raises MoneyError when the tenders together have less than `amount` left.
    """
    if not listed:
        return allocate(amount, remaining, remaining)
    shares = []
    for left in remaining:
        shares.append(min(amount, left))
        amount -= shares[-1]
    if amount:
        raise MoneyError("the amount is larger than all tenders together")
    return shares


def minor_digits(currency: str) -> int:
    """How many decimals the currency has (2 for all but a few)."""
    return MINOR_DIGITS.get(currency, 2)


def parse_amount(text: str, currency: str = "CNY") -> int:
    """A typed amount above zero in minor units: plain ASCII digits with at most the currency's decimals.

    Signs, separators, exponents, full-width digits and `NaN` are refused (HARDENING H8), and so is zero: nobody types
    an amount to mean nothing. Raises MoneyError.
    """
    digits = minor_digits(currency)
    decimals = rf"(?:\.([0-9]{{1,{digits}}}))?" if digits else "()"
    match = re.fullmatch(rf"([0-9]{{1,9}}){decimals}", text.strip(" "))
    if match is None:
        raise MoneyError("not an amount")
    whole, fraction = match.groups()
    minor = int(whole + (fraction or "").ljust(digits, "0"))
    if minor == 0:
        raise MoneyError("an amount must be above zero")
    return minor


def _largest_remainder(amount: int, weights: Sequence[int]) -> list[int]:
    """Hamilton's method; the caller sees to it that there is at least one weight and no negative one."""
    total = sum(weights)
    if total == 0:
        return _largest_remainder(amount, [1] * len(weights))
    shares = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % total), i))
    for i in by_remainder[: amount - sum(shares)]:
        shares[i] += 1
    return shares

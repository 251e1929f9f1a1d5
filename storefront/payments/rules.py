"""Pure answers about refunds: their state from their tenders, units and tax of a cancellation, how long to wait."""

from collections.abc import Collection
from datetime import timedelta

from kit import money
from storefront.payments.vocabulary import RefundState

_FIRST_FOUND = (RefundState.HELD, RefundState.UNKNOWN, RefundState.PROCESSING, RefundState.READY, RefundState.FAILED)
_WAITS = (30, 60, 120, 300, 900, 1800, 3600)


def refund_state(states: Collection[RefundState]) -> RefundState:
    """The state of a refund from its tender rows without those that a retry replaced."""
    for state in _FIRST_FOUND:
        if state in states:
            return state
    return RefundState.SUCCEEDED_MANUAL if RefundState.SUCCEEDED_MANUAL in states else RefundState.SUCCEEDED


def units_refund(
    payable: int, quantity: int, before: int, units: int, *, tax: int, refunded: int, refunded_tax: int, tax_included: bool
) -> tuple[int, int]:
    """What `units` more of a line pay back after `before` units, and the tax in it (R2, R4); gross, in minor units. Never more
    than what is left on the line."""
    net_before = refunded if tax_included else refunded - refunded_tax
    net = min(money.units_share(payable, quantity, before, units), payable - net_before)
    credited = money.tax_credited(tax, payable, net_before + net) - refunded_tax
    credited = max(credited, 0)
    return (net, min(credited, net)) if tax_included else (net + credited, credited)


def wait_before_try(tries: int) -> timedelta:
    """How long after the n-th try an unknown outcome is asked for again."""
    return timedelta(seconds=_WAITS[min(tries, len(_WAITS)) - 1] if tries else 0)

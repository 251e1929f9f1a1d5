"""A whole order life in one transaction with given instants, through the ordinary commands: how a history is seeded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kit.db import command
from storefront.orders.commands import history, lifecycle
from storefront.orders.commands.placing import Draft
from storefront.orders.models import Order
from storefront.payments import queries as payments
from storefront.payments.commands import capturing, checkout
from storefront.payments.vocabulary import PaymentState
from storefront.shipping.carrier import Scan
from storefront.shipping.commands import dispatching, tracking


@dataclass(frozen=True, kw_only=True)
class Journey:
    """What becomes of an order and when; a step whose instant is None does not happen. `scans` come after `shipped_at`; one of
    status delivered delivers. `tracking` must be unique per carrier."""

    draft: Draft
    placed_at: datetime
    provider: str = "test_wallet"
    purses: Mapping[str, int] = field(default_factory=dict)
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    carrier: str = "sf"
    tracking: str = ""
    scans: Sequence[Scan] = ()
    completed_at: datetime | None = None


@command
def play(journey: Journey, *, customer_id: int) -> Order:
    """Place, pay, send, track and confirm in one transaction. Gateways are not called: their money counts as captured.

    Raises what the single commands raise."""
    with history.being_written():
        return _played(journey, customer_id)


def _played(journey: Journey, customer_id: int) -> Order:
    order = checkout.check_out(
        journey.draft, provider=journey.provider, purses=journey.purses, customer_id=customer_id, now=journey.placed_at
    )
    if journey.paid_at is None:
        return order
    for payment in payments.payments_of(order.id):
        if payment.status is PaymentState.CREATED:
            capturing.capture(payment.id, reference=f"seed-{payment.id}", now=journey.paid_at)
    if journey.shipped_at is not None:
        tracking_number = journey.tracking or f"{order.number}-1"
        sent = dispatching.ship(order.id, journey.carrier, tracking_number, now=journey.shipped_at)
        for scan in journey.scans:
            tracking.record_scan(sent.id, scan, now=scan.at + timedelta(seconds=5))
    if journey.completed_at is not None:
        lifecycle.complete(order.id, actor_id=customer_id, now=journey.completed_at)
    return order

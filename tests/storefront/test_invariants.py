"""The invariants of returns.md section 8 that belong to the order core, over random orders and random events."""

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from helpdesk import shop
from kit.db import db
from kit.errors import DomainError
from storefront.cart import rules as cart
from storefront.cart.rules import Delivery, Goods
from storefront.inventory.commands import moving
from storefront.inventory.models import StockLevel, StockMovement
from storefront.inventory.vocabulary import Disposition, MovementKind
from storefront.orders import queries as orders
from storefront.orders.models import Order
from storefront.payments import gateway, queries
from storefront.payments.commands import closing
from storefront.payments.models import Payment, Refund
from storefront.payments.providers import test_wallet as wallet
from storefront.promotions.rules import Offer
from storefront.promotions.vocabulary import Benefit, Funding, PromotionKind

PATHS = ("home", "home/coffee-tea", "clothing")
goods = st.builds(
    Goods, sku_id=st.integers(1, 50), quantity=st.integers(1, 9), unit_price_minor=st.integers(0, 300_000),
    category_path=st.sampled_from(PATHS), tax_rate_bp=st.sampled_from([0, 600, 900, 1300]), tax_included=st.booleans(),
)  # fmt: skip
offers = st.builds(
    Offer, promotion_id=st.integers(1, 99), coupon_id=st.none(), name=st.just({}), kind=st.sampled_from(PromotionKind),
    benefit=st.sampled_from(Benefit), value=st.integers(0, 9_999),
    threshold_minor=st.none() | st.integers(0, 200_000),
    tiers=st.lists(st.tuples(st.integers(1, 300_000), st.integers(0, 9_999)), max_size=2).map(tuple),
    units_left=st.none() | st.integers(0, 9), budget_left_minor=st.none() | st.integers(0, 50_000),
    category_paths=st.sampled_from([(), ("home",), ("clothing",)]),
    funding=st.sampled_from(Funding), is_stackable=st.booleans(), priority=st.integers(1, 5),
)  # fmt: skip
deliveries = st.builds(
    Delivery, key=st.just("d"), name=st.just({}), carrier=st.just("sf"), price_minor=st.integers(0, 5_000),
    free_from_minor=st.none() | st.integers(0, 100_000), tax_rate_bp=st.sampled_from([0, 900]),
)  # fmt: skip
slow = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.lists(goods, min_size=1, max_size=8), st.lists(offers, max_size=4), deliveries)
def test_every_price_adds_up(wanted: list[Goods], open_offers: list[Offer], delivery: Delivery) -> None:
    """I1 and I2."""
    priced = cart.price(wanted, open_offers, delivery, currency="CNY")
    assert priced.payable_minor == (
        sum(line.list_total_minor - line.discount_total_minor for line in priced.lines)
        + priced.freight.payable_minor
        + sum(line.tax_minor for line in priced.lines if not line.goods.tax_included)
    )
    for place, line in enumerate(priced.lines):
        shares = [applied.shares[place] for applied in priced.discounts]
        assert all(share >= 0 for share in shares)
        assert sum(shares) == line.discount_total_minor <= line.list_total_minor
    for applied in priced.discounts:
        assert sum(applied.shares) == applied.amount_minor
    assert 0 <= priced.freight.payable_minor <= delivery.price_minor


steps = st.lists(
    st.tuples(
        st.sampled_from(["refund", "amount", "cancel", "send", "again"]), st.integers(0, 2), st.integers(1, 3),
        st.sampled_from(["", "lost_after", "lost_before", "decline"]),
    ),
    max_size=9,
)  # fmt: skip


@slow
@given(steps)
def test_money_back_never_passes_money_in(
    make_order: Callable[..., Order], now: datetime, chosen: list[tuple[str, int, int, str]]
) -> None:
    """I4, I5, I6, I10, I11: random refunds, cancellations and gateway failures, each sent and asked for twice."""
    order = make_order(state="paid", placed_at=now - timedelta(minutes=5))
    at = now
    for number, (what, place, units, failure) in enumerate(chosen):
        at += timedelta(hours=1)
        if failure:
            wallet.script("refund", failure)
        _act(order, what, place, units, f"{order.number}-{number}", at)
        _deliver_all(at)
        _deliver_all(at + timedelta(minutes=30))
    _check(order)


def _act(order: Order, what: str, place: int, units: int, reference: str, at: datetime) -> None:
    line = order.lines[place]
    try:
        if what == "cancel":
            closing.cancel_units(order.id, line.id, units, actor_id=None, now=at)
        elif what in {"refund", "amount"}:
            amount = 1_234 * units if what == "amount" else line.payable_minor * units // line.quantity
            part = shop.RefundPart(order_line_id=line.id, quantity=units if what == "refund" else 0, amount_minor=amount)
            shop.request_refund(order.id, [part], "", reference, None, at)
    except DomainError:
        db.session.rollback()


def _deliver_all(at: datetime) -> None:
    for tender_id in queries.due_tenders(at):
        gateway.send_refund(tender_id, now=at)


def _check(order: Order) -> None:
    after, paid = orders.whole(order.id), queries.payments_of(order.id)[0]
    assert wallet.paid_back(paid.idempotency_key) == paid.refunded_minor <= paid.captured_minor
    assert paid.refund_held_minor == 0
    for line in after.lines:
        assert 0 <= line.refunded_minor <= line.payable_minor
        assert 0 <= line.refunded_tax_minor <= line.tax_minor
        assert line.qty_open + line.qty_settled + line.qty_cancelled <= line.quantity
    for refund in db.session.scalars(select(Refund).where(Refund.order_id == order.id)):
        whole = shop.refund(refund.id)
        assert sum(part.amount_minor for part in whole.parts) == whole.amount_minor
        live = [share.amount_minor for share in whole.tenders if share.status != "failed"]
        assert sum(live) in {whole.amount_minor, 0}
    total = select(func.sum(Payment.refunded_minor)).where(Payment.order_id == order.id)
    assert db.session.scalar(total) <= after.payable_minor


moves = st.lists(
    st.tuples(st.sampled_from([*MovementKind, *Disposition]), st.integers(1, 6), st.integers(0, 4)), min_size=1, max_size=20
)


@slow
@given(moves, st.integers(0, 10**9))
def test_stock_is_the_sum_of_its_movements(
    product: object, now: datetime, chosen: list[tuple[MovementKind | Disposition, int, int]], seed: int
) -> None:
    """I9 and I10: random movements, some under a reference already used."""
    sku_id = db.session.scalars(select(StockLevel.sku_id)).one()
    for kind, quantity, number in chosen:
        reference = f"{seed}-{number}"
        try:
            if isinstance(kind, Disposition):
                moving.dispose(sku_id, kind, quantity, reference=reference, now=now)
            else:
                moving.move(sku_id, kind, quantity, reference=reference, now=now)
        except DomainError:
            db.session.rollback()
    level = db.session.scalars(select(StockLevel), execution_options={"populate_existing": True}).one()
    columns = ("on_hand", "allocated", "quarantine", "refurb", "scrap")
    summed = db.session.execute(select(*(func.sum(getattr(StockMovement, f"{name}_change")) for name in columns))).one()
    assert tuple(int(value) for value in summed) == (
        level.on_hand, level.allocated, level.quarantine, level.refurb, level.scrap_total,
    )  # fmt: skip
    assert min(level.on_hand, level.allocated, level.quarantine, level.refurb, level.scrap_total) >= 0
    assert level.allocated + level.held <= level.on_hand

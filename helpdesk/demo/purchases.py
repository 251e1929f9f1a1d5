"""Six hundred orders in every state, played through the ordinary commands at past instants."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from helpdesk.demo.cast import Customer
from helpdesk.returns.commands import policy
from kit import profile
from kit.db import command, db
from storefront.cart.models import DeliveryMethod
from storefront.catalogue.models import Category, Product
from storefront.orders.commands.placing import Draft
from storefront.orders.models import Order
from storefront.orders.vocabulary import Channel, CloseReason
from storefront.payments import queries as payments
from storefront.payments.commands import closing, settling
from storefront.payments.provider import Answer, Outcome
from storefront.seed import content, history
from storefront.seed.history import Past
from storefront.shipping.carriers.test_carrier import scans
from storefront.shipping.commands.journeys import Journey, play

CARRIERS = {"sf": "SF", "zto": "ZT", "yto": "YT", "jd": "JD", "ems": "EM"}
STATES = (  # what becomes of how many orders, and how old they are: in hours from … to …
    ("unpaid", 6, 0.03, 0.4),
    ("expired", 10, 24, 60 * 24),
    ("paid", 48, 0.5, 19),
    ("on_the_way", 70, 26, 60),
    ("delivered", 165, 62, 12 * 24),
    ("completed", 289, 13 * 24, 85 * 24),
    ("cancelled", 12, 24, 60 * 24),
)
STAR_ORDERS = (  # the customer whose sign-in is printed has one of each, the newest first
    ("paid", 3.0, ("tumbler",)),
    ("on_the_way", 40.0, ("headphones",)),
    ("delivered", 62.0, ("kettle", "throw", "pourover")),
    ("delivered", 130.0, ("sweater", "socks")),
    ("completed", 700.0, ("mugs",)),
    ("completed", 1500.0, ("beans", "tea")),
)
NOTES = {
    "zh_Hans": ("", "", "", "", "请放快递柜", "送货前请打电话"),
    "en": ("", "", "", "", "Please ring twice", "Leave it with a neighbour"),
}
PLAIN = frozenset({"paid", "on_the_way", "delivered", "completed"})
LEAVES_AFTER = timedelta(hours=20)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An order that is going to be placed: who, what (product slug, place of the variant, quantity), when, what becomes of it."""

    customer: Customer
    goods: tuple[tuple[str, int, int], ...]
    placed_at: datetime
    state: str
    carrier: str
    tracking: str
    delivery: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """An order as the conversations need it."""

    customer: Customer
    state: str
    order: Order
    carrier: str
    tracking: str
    products: dict[str, Product]

    @property
    def delivered_at(self) -> datetime | None:
        return self.order.delivered_at


def plans(customers: Sequence[Customer], rng: Random, *, now: datetime) -> list[Plan]:
    """Every order to come, the oldest first."""
    made = [_plan(customers[0], state, now - timedelta(hours=age), slugs, rng) for state, age, slugs in STAR_ORDERS]
    left = Counter({state: number for state, number, _, _ in STATES}) - Counter(state for state, _, _ in STAR_ORDERS)
    slugs = [product.slug for product in content.products()]
    for state, _, youngest, oldest in STATES:
        for _ in range(left[state]):
            placed_at = now - timedelta(hours=rng.uniform(youngest, oldest))
            chosen = rng.sample(slugs, rng.choices((1, 2, 3), (60, 30, 10))[0])
            made.append(_plan(rng.choice(customers[1:]), state, placed_at, chosen, rng))
    return sorted(made, key=lambda plan: plan.placed_at)


def units(made: Sequence[Plan]) -> Counter[str]:
    """How many of each article the plans need."""
    skus = {product.slug: [variant.sku for variant in product.variants] for product in content.products()}
    wanted: Counter[str] = Counter()
    for plan in made:
        for slug, place, quantity in plan.goods:
            wanted[skus[slug][place]] += quantity
    return wanted


@command
def buy_all(made: Sequence[Plan], products: dict[str, Product], *, now: datetime) -> list[Purchase]:
    """Carry the plans out, as far as they have come by `now`, the oldest first. What is over or under way is written as whole
    rows; what is unpaid, expired or cancelled is played by the commands."""
    plain = [plan for plan in made if plan.state in PLAIN]
    shelves = {shelf.id: shelf.path for shelf in db.session.scalars(select(Category))}
    methods = {method.key: method for method in db.session.scalars(select(DeliveryMethod))}
    pasts = [_past(plan, products, shelves, methods, now) for plan in plain]
    placed = {id(plan): _played(plan, products) for plan in made if plan.state not in PLAIN}
    orders = dict(zip(map(id, plain), history.write(pasts), strict=True))
    placed |= orders
    policy.remember([line.id for order in orders.values() for line in order.lines], profile.current().jurisdiction, now=now)
    return [_purchase(plan, placed[id(plan)], products) for plan in made]


@command
def pay_out(order_id: int, *, at: datetime) -> None:
    """Let the refunds of an order have reached the customer at `at`, without asking the gateway."""
    for refund in payments.refunds(order_id=order_id):
        for tender in refund.tenders:
            if settling.claim(tender.id, now=at) is not None:
                settling.record(tender.id, Answer(Outcome.SUCCEEDED, reference=f"seed-{tender.id}"), now=at)


def _plan(customer: Customer, state: str, placed_at: datetime, slugs: Sequence[str], rng: Random) -> Plan:
    variants = {product.slug: len(product.variants) for product in content.products()}
    carrier = rng.choice(tuple(CARRIERS))
    return Plan(
        customer=customer,
        goods=tuple((slug, rng.randrange(variants[slug]), rng.choices((1, 2, 3), (80, 15, 5))[0]) for slug in slugs),
        placed_at=placed_at,
        state=state,
        carrier=carrier,
        tracking=f"{CARRIERS[carrier]}{rng.randrange(10**12, 10**13)}",
        delivery=rng.choices(("standard", "express"), (85, 15))[0],
        note=rng.choice(NOTES[customer.locale]),
    )


def _past(
    plan: Plan, products: dict[str, Product], shelves: dict[int, str], methods: dict[str, DeliveryMethod], now: datetime
) -> Past:
    sent_at = plan.placed_at + LEAVES_AFTER if plan.state != "paid" else None
    scenario = "on_the_way" if plan.state == "on_the_way" else "delivered"
    return Past(
        customer_id=plan.customer.user.id,
        recipient=plan.customer.home,
        goods=[(products[slug], products[slug].skus[place], quantity) for slug, place, quantity in plan.goods],
        category_paths=shelves,
        delivery=methods[plan.delivery],
        channel=Channel.MOBILE if plan.placed_at.minute % 3 else Channel.PC,
        note=plan.note,
        placed_at=plan.placed_at,
        shipped_at=sent_at,
        carrier=plan.carrier,
        tracking=plan.tracking,
        scans=[scan for scan in scans(scenario, sent_at) if scan.at < now] if sent_at else [],
        completed_at=plan.placed_at + timedelta(days=9) if plan.state == "completed" else None,
    )


def _played(plan: Plan, products: dict[str, Product]) -> Order:
    paid_at = plan.placed_at + timedelta(minutes=2) if plan.state == "cancelled" else None
    journey = Journey(draft=_draft(plan, products), placed_at=plan.placed_at, paid_at=paid_at)
    order = play(journey, customer_id=plan.customer.user.id)
    if plan.state == "expired":
        closing.close_unpaid(order.id, CloseReason.UNPAID, now=plan.placed_at + timedelta(minutes=31))
    if plan.state == "cancelled":
        _cancel(order, plan.customer.user.id, plan.placed_at + timedelta(hours=2))
    return order


def _purchase(plan: Plan, order: Order, products: dict[str, Product]) -> Purchase:
    bought = {slug: products[slug] for slug, _, _ in plan.goods}
    return Purchase(
        customer=plan.customer, state=plan.state, order=order, carrier=plan.carrier, tracking=plan.tracking, products=bought
    )


def _draft(plan: Plan, products: dict[str, Product]) -> Draft:
    return Draft(
        wanted=[(products[slug].skus[place].id, quantity) for slug, place, quantity in plan.goods],
        recipient=plan.customer.home,
        delivery=plan.delivery,
        note=plan.note,
        channel=Channel.MOBILE if plan.placed_at.minute % 3 else Channel.PC,
    )


def _cancel(order: Order, customer_id: int, at: datetime) -> None:
    for line in order.lines:
        closing.cancel_units(order.id, line.id, line.quantity, actor_id=customer_id, now=at)
    db.session.flush()
    pay_out(order.id, at=at + timedelta(minutes=3))

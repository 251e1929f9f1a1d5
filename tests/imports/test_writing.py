"""Imports write into the same tables as our own orders, once, and can be repeated."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from helpdesk.imports import reading
from helpdesk.imports.commands import running
from helpdesk.imports.commands.running import Tally
from helpdesk.imports.vocabulary import Kind
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.vocabulary import Status
from kit.accounts.models import User
from kit.db import Model, db
from kit.events import EventRecord
from storefront.catalogue.models import Category, Product, Sku
from storefront.inventory.models import StockLevel
from storefront.members.models import Address
from storefront.orders.models import LineDiscount, Order, OrderLine, OrderShipping
from storefront.orders.vocabulary import FulfillmentStatus, OrderStatus, PaymentStatus
from storefront.payments.models import Payment
from storefront.reviews.models import Review
from storefront.shipping.models import Shipment, TrackingEvent
from tests.imports.conftest import SHANGHAI

pytestmark = pytest.mark.usefixtures("app")
Write = Callable[..., Path]
Load = Callable[..., Tally]


@pytest.fixture
def load(app: Flask, now: datetime) -> Load:
    """Import a table: load(path, "orders")."""

    def run(path: Path, kind: str, *, form: str = "auto", dry_run: bool = False) -> Tally:
        tally = Tally()
        with reading.opened(path, Kind(kind), form=form, zone=SHANGHAI) as source:
            for step in running.run(source, dry_run=dry_run, now=now):
                tally = step.tally
        db.session.expire_all()
        return tally

    return run


def count(model: type[Model]) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def order(number: str) -> Order:
    return db.session.scalars(select(Order).where(Order.number == number)).one()


def lines(number: str) -> list[OrderLine]:
    found = select(OrderLine).where(OrderLine.order_id == order(number).id).order_by(OrderLine.line_no)
    return list(db.session.scalars(found))


def test_orders_stand_in_our_tables_with_lines_payments_and_parcels(olist: Path, load: Load) -> None:
    assert load(olist, "orders") == Tally(read=3, accepted=3)
    first = order("o1")
    assert (first.status, first.payment_status, first.fulfillment_status) == (
        OrderStatus.DELIVERED,
        PaymentStatus.PAID,
        FulfillmentStatus.DELIVERED,
    )
    assert (first.items_total_minor, first.shipping_minor, first.payable_minor, first.currency) == (19980, 2500, 22480, "BRL")
    assert [line.qty_delivered for line in lines("o1")] == [1, 1]
    paid = db.session.scalars(select(Payment).where(Payment.order_id == first.id).order_by(Payment.position))
    assert [(payment.tender, payment.captured_minor) for payment in paid] == [("psp", 20000), ("gift_card", 2480)]
    parcel = db.session.scalars(select(Shipment).where(Shipment.order_id == first.id)).one()
    assert (parcel.status, parcel.promised_at) == ("delivered", None)
    assert count(TrackingEvent) == 3
    assert (order("o3").status, lines("o3")) == (OrderStatus.CLOSED, [])


def test_two_orders_of_one_person_have_one_customer(olist: Path, load: Load) -> None:
    load(olist, "orders")
    assert order("o1").customer_id == order("o3").customer_id != order("o2").customer_id
    load(olist, "customers")
    assert count(User) == 2


def test_a_repeated_import_changes_nothing(olist: Path, load: Load) -> None:
    for kind in ("products", "orders", "reviews", "customers"):
        load(olist, kind)
    before = {model: count(model) for model in (User, Product, Order, OrderLine, OrderShipping, Payment, Shipment, Review)}
    assert load(olist, "orders") == Tally(read=3, unchanged=3)
    assert load(olist, "reviews") == Tally(read=2, unchanged=2)
    assert load(olist, "products") == Tally(read=2, unchanged=2)
    assert load(olist, "customers") == Tally(read=3, unchanged=3)
    assert {model: count(model) for model in before} == before


def test_only_what_changed_at_the_source_is_written_again(olist: Path, load: Load) -> None:
    load(olist, "orders")
    table = olist / "olist_orders_dataset.csv"
    arrived = table.read_text().replace("o2,c2,shipped", "o2,c2,delivered").replace("11:00:00,,", "11:00:00,2018-03-12 09:00:00,")
    table.write_text(arrived)
    assert load(olist, "orders") == Tally(read=3, accepted=1, unchanged=2)
    assert order("o2").status is OrderStatus.DELIVERED
    assert lines("o2")[0].qty_delivered == 1
    assert db.session.scalars(select(Shipment.status).where(Shipment.order_id == order("o2").id)).one() == "delivered"


def test_an_import_that_was_broken_off_goes_on(write: Write, load: Load, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(running, "BATCH", 10)
    path = write("c.csv", "customer_id,name\n" + "".join(f"{n},Name {n}\n" for n in range(35)))
    with reading.opened(path, Kind.CUSTOMERS, zone=SHANGHAI) as source:
        steps = running.run(source, now=now)
        next(steps)
        next(steps)
    assert count(User) == 20
    assert load(path, "customers") == Tally(read=35, accepted=15, unchanged=20)


def test_a_rehearsal_writes_nothing(olist: Path, load: Load) -> None:
    assert load(olist, "orders", dry_run=True) == Tally(read=3, accepted=3)
    assert count(Order) == count(User) == 0


def test_nobody_is_told_of_history(olist: Path, load: Load) -> None:
    load(olist, "orders")
    load(olist, "reviews")
    assert count(EventRecord) == 0
    assert count(Ticket) == 0


def test_products_go_on_the_shelf_only_with_a_price(olist: Path, write: Write, load: Load) -> None:
    load(olist, "products")
    path = write("p.csv", "product_id,name,name_zh,price,category,stock\n7,Kettle,水壶,459,Home > Kitchen > Kettles,12\n")
    load(path, "products")
    stands = {product.origin_id: product.status for product in db.session.scalars(select(Product))}
    assert stands == {"p1": "draft", "p2": "draft", "7": "on_shelf"}
    kettle = db.session.scalars(select(Sku).where(Sku.sku_no == "7")).one()
    assert db.session.scalars(select(StockLevel.on_hand).where(StockLevel.sku_id == kettle.id)).one() == 12
    assert "home/kitchen/kettles" in db.session.scalars(select(Category.path)).all()


def test_lines_know_the_article_that_was_imported_before(olist: Path, load: Load) -> None:
    load(olist, "products")
    load(olist, "orders")
    assert all(line.sku_id and line.product_id and line.category_path == "health-beauty" for line in lines("o1"))


def test_a_review_counts_for_the_one_product_of_its_order(olist: Path, load: Load) -> None:
    for kind in ("products", "orders", "reviews"):
        load(olist, kind)
    stars = {row.origin_id: (row.rating_sum, row.rating_count) for row in db.session.scalars(select(Product))}
    assert stars == {"p1": (5, 1), "p2": (1, 1)}
    review = db.session.scalars(select(Review).where(Review.stars == 5)).one()
    assert review.author_id == order("o1").customer_id


def test_our_own_orders_carry_discount_address_and_customer(write: Write, load: Load) -> None:
    write("items.csv", "order_id,product_id,name,quantity,unit_price\nA1,X,Kettle,2,129.00\nA1,Y,Mug,1,59.50\n")
    path = write(
        "orders.csv",
        "order_id,placed_at,status,email,customer_name,street,city,phone,discount,shipping\n"
        "A1,2026-05-10T20:31:00+08:00,paid,Hannah@Example.com,Hannah Brooks,88 Hengshan Road,Shanghai,+44 7700 900123,40,10\n",
    )
    load(path, "orders")
    found = order("A1")
    assert (found.payable_minor, found.recipient, found.address) == (28750, "Hannah Brooks", "88 Hengshan Road")
    shares = db.session.scalars(select(LineDiscount.amount_minor).order_by(LineDiscount.order_line_id)).all()
    assert sum(shares) == 4000
    assert [line.payable_minor for line in lines("A1")] == [25800 - shares[0], 5950 - shares[1]]
    assert db.session.get_one(User, found.customer_id).email == "hannah@example.com"


def test_a_known_customer_is_found_by_address_and_keeps_the_account(write: Write, load: Load, customer: User, agent: User) -> None:
    path = write(
        "c.csv", f"customer_id,name,email\n1,Other Name,{customer.email}\n2,Intruder,{agent.email}\n3,New,new@example.com\n"
    )
    assert load(path, "customers").accepted == 3
    assert load(path, "customers").unchanged == 3
    assert db.session.get_one(User, agent.id).name == agent.name != "Intruder"
    assert db.session.get_one(User, customer.id).origin_id == "1"
    assert count(User) == 3


def test_a_customers_address_goes_into_the_address_book_once(write: Write, load: Load) -> None:
    path = write("c.csv", "customer_id,name,street,city\n1,Ann,1 High Street,York\n")
    load(path, "customers")
    load(write("c.csv", "customer_id,name,street,city\n1,Ann B.,2 High Street,York\n"), "customers")
    assert [(place.street, place.region) for place in db.session.scalars(select(Address))] == [("1 High Street", "York")]
    assert db.session.scalars(select(User.name)).one() == "Ann B."


def test_an_order_number_of_another_origin_is_refused(olist: Path, write: Write, load: Load) -> None:
    load(olist, "orders")
    tally = load(write("orders.csv", "order_id,placed_at\no1,2026-05-10\no9,2026-05-11\n"), "orders")
    assert tally == Tally(read=2, accepted=1, refused=1)
    assert order("o1").origin == "olist"


def test_tickets_come_in_classified_quietly_and_tied_to_their_order(olist: Path, write: Write, load: Load) -> None:
    load(olist, "orders")
    path = write(
        "t.csv",
        "ticket_id,subject,message,order_id,email,status,created_at,category\n"
        "1,,The parcel has been late for a week and nobody answers.,o2,,,2026-05-01T10:00:00Z,\n"
        "2,水壶漏水,盖子裂了，底座漏水。,,lin@example.com,已解决,2026-04-01,商品质量\n",
    )
    assert load(path, "tickets") == Tally(read=2, accepted=2)
    late, leak = db.session.scalars(select(Ticket).order_by(Ticket.created_at.desc()))
    assert (late.category, late.status, late.order_id) == ("logistics", Status.NEW, order("o2").id)
    assert late.requester_id == order("o2").customer_id
    assert (leak.category, leak.status, leak.language) == ("quality", Status.SOLVED, "zh")
    assert count(Message) == 2
    assert count(EventRecord) == 0
    assert load(path, "tickets") == Tally(read=2, unchanged=2)

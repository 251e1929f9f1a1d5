"""The journal balances whatever happens (I12), and invoices are numbered, frozen and taken back in red."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from kit.accounts.models import User
from kit.db import command, db
from kit.errors import DomainError, RuleViolation
from storefront.catalogue.models import Product, Sku
from storefront.ledger import pdf, queries
from storefront.ledger.commands import booking, issuing
from storefront.ledger.models import Document
from storefront.ledger.vocabulary import Account
from storefront.members.models import Account as MemberAccount
from storefront.orders import queries as orders
from storefront.orders.models import Order
from storefront.payments import gateway
from storefront.payments import queries as payments
from storefront.payments.commands import closing, refunding
from storefront.payments.commands.holding import Part
from storefront.payments.models import Payment
from storefront.payments.providers import test_wallet as wallet

slow = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_example_j(order: Order, now: datetime, work: Callable[[], None]) -> None:
    """The return of one A unit: revenue and tax go down, and the money leaves over the tenders (returns.md, example J)."""
    before = queries.balances(order.id)
    part = Part(order_line_id=order.lines[0].id, quantity=1, amount_minor=11_414, tax_minor=1_313)
    refunding.request(order.id, [part], reference="J", reason="", now=now)
    work()
    after = queries.balances(order.id)
    changed = {account: after.get(account, 0) - before.get(account, 0) for account in Account}
    assert {account: amount for account, amount in changed.items() if amount} == {
        Account.RETURNS: 10_101, Account.TAX: 1_313, Account.CLEARING: -8_535, Account.STORE_CREDIT: -1_799, Account.POINTS: -1_080,
    }  # fmt: skip
    assert queries.unbalanced() == []


steps = st.lists(
    st.tuples(st.sampled_from(["cancel", "refund", "goodwill", "retry", "twice"]), st.integers(0, 2), st.integers(1, 3),
              st.sampled_from(["", "decline", "lost_after", "lost_before"])),
    max_size=8,
)  # fmt: skip


@slow
@given(steps)
def test_the_books_balance_whatever_happens(
    make_order: Callable[..., Order], now: datetime, chosen: list[tuple[str, int, int, str]]
) -> None:
    """I12: each booking balances, the clearing account is what gateways hold for us, and customers owe nothing in the end."""
    order, at = make_order(state="paid", placed_at=now - timedelta(minutes=5)), now
    for number, (what, place, units, failure) in enumerate(chosen):
        at += timedelta(hours=1)
        if failure:
            wallet.script("refund", failure)
        try:
            _act(order, what, order.lines[place].id, units, f"{order.number}-{number}", at)
        except DomainError:
            db.session.rollback()
        for wait in (timedelta(), timedelta(minutes=30)):
            for tender_id in payments.due_tenders(at + wait):
                gateway.send_refund(tender_id, now=at + wait)
    assert queries.unbalanced() == []
    sums, paid = queries.balances(order.id), payments.payments_of(order.id)
    assert sum(sums.values()) == 0
    assert sums.get(Account.CLEARING, 0) == sum(one.captured_minor - one.refunded_minor for one in paid)
    assert sums.get(Account.CUSTOMERS, 0) == 0
    assert sums.get(Account.REFUNDS, 0) == 0


def _act(order: Order, what: str, line_id: int, units: int, reference: str, at: datetime) -> None:
    if what == "cancel":
        closing.cancel_units(order.id, line_id, units, actor_id=None, now=at)
    elif what == "retry":
        for refund in payments.refunds(order_id=order.id):
            if payments.open_failures(refund):
                refunding.retry(refund.id, actor_id=None, now=at)
    elif what == "goodwill":
        refunding.request(order.id, [Part(amount_minor=100 * units)], reference=reference, reason="", now=at)
    else:
        refunding.request(order.id, [Part(order_line_id=line_id, amount_minor=50 * units)], reference=reference, reason="", now=at)
    if what == "twice":
        booking.book_sale(order.id, now=at)


def test_purses_are_in_the_books_as_on_the_accounts(order: Order) -> None:
    spent = {Account.STORE_CREDIT: 5_000, Account.POINTS: 3_000}
    assert {account: queries.balances()[account] for account in spent} == spent
    assert set(db.session.scalars(select(MemberAccount.balance))) == {0}


def test_an_invoice_keeps_what_was_sold(order: Order, now: datetime) -> None:
    """I22: changing the catalogue afterwards changes no document and no refund."""
    invoice = issuing.issue(order.id, title="Linden GmbH", tax_number="DE123456", now=now)
    assert (invoice.number, invoice.gross_minor, invoice.tax_minor) == ("INV-2026-000001", 31_720, 2_626 + 606 + 302)
    before = pdf.render(invoice)

    @command
    def raise_prices() -> None:
        db.session.execute(update(Sku).values(price_minor=99_999, tax_rate_bp=100))
        db.session.execute(update(Product).values(name={"en": "Other", "zh": "别的"}))

    raise_prices()
    assert len(pdf.render(db.session.get_one(Document, invoice.id))) == pytest.approx(len(before), abs=50)
    assert issuing.issue(order.id, title="Other", tax_number="", now=now).number == invoice.number
    assert invoice.content["rows"][0]["name"]["en"] == "Arc Desk Lamp"
    assert orders.whole(order.id).lines[0].payable_minor == 22_828


def test_a_refund_is_taken_back_in_red_once(order: Order, now: datetime, work: Callable[[], None]) -> None:
    issuing.issue(order.id, title="", tax_number="", now=now)
    part = Part(order_line_id=order.lines[0].id, quantity=1, amount_minor=11_414, tax_minor=1_313)
    refund = refunding.request(order.id, [part], reference="R", reason="", now=now)
    work()
    assert issuing.credit(refund.id, now=now) is None
    invoice, note = queries.documents_of(order.id)
    assert (note.number, note.gross_minor, note.tax_minor, note.invoice_id) == ("CN-2026-000001", 11_414, 1_313, invoice.id)


def test_refunds_before_the_invoice_get_their_notes_with_it(order: Order, now: datetime, work: Callable[[], None]) -> None:
    refunding.request(order.id, [Part(order_line_id=order.lines[1].id, amount_minor=500)], reference="R", reason="", now=now)
    work()
    issuing.issue(order.id, title="", tax_number="", now=now)
    assert [document.number for document in queries.documents_of(order.id)] == ["INV-2026-000001", "CN-2026-000001"]


def test_an_unpaid_order_has_no_invoice(make_order: Callable[..., Order], now: datetime) -> None:
    with pytest.raises(RuleViolation) as refused:
        issuing.issue(make_order(state="placed").id, title="", tax_number="", now=now)
    assert refused.value.code == "not_paid"


def test_numbers_have_no_gaps_under_pressure(app: Flask, make_order: Callable[..., Order], now: datetime) -> None:
    ids = [make_order(state="paid").id for _ in range(6)]

    def issue(order_id: int) -> None:
        with app.app_context():
            try:
                issuing.issue(order_id, title="", tax_number="", now=now)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(issue, ids * 2))
    db.session.rollback()
    numbers = sorted(db.session.scalars(select(Document.number)))
    assert numbers == [f"INV-2026-{number:06d}" for number in range(1, 7)]


def test_the_customer_fetches_the_invoice_in_chinese(
    order: Order, customer: User, make_user: Callable[..., User], signed_in: Callable[[User], FlaskClient]
) -> None:
    browser = signed_in(customer)
    browser.set_cookie("locale", "zh_Hans")
    browser.post(f"/orders/{order.number}/invoice", data={"title": "上海林登生活有限公司", "tax_number": "91310000MA1K"})
    shown = browser.get(f"/orders/{order.number}/documents/INV-2026-000001.pdf")
    assert (shown.status_code, shown.mimetype, shown.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert b"/FontFile2" in shown.data or b"/FontFile" in shown.data
    assert len(io.BytesIO(shown.data).getvalue()) < 200_000
    stranger = signed_in(make_user("customer"))
    assert stranger.get(f"/orders/{order.number}/documents/INV-2026-000001.pdf").status_code == 404


def test_the_sums_of_tenders_and_books_agree(order: Order) -> None:
    captured = sum(db.session.scalars(select(Payment.captured_minor).where(Payment.order_id == order.id)))
    sums = queries.balances(order.id)
    assert sums[Account.CLEARING] + sums[Account.STORE_CREDIT] + sums[Account.POINTS] == captured == order.payable_minor

"""Issuing invoices and credit notes: numbered without gaps, frozen as issued."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from kit import profile
from kit.db import command, db
from kit.errors import RuleViolation
from storefront.ledger import queries
from storefront.ledger.models import Document, NumberRange
from storefront.ledger.vocabulary import DocumentKind
from storefront.orders import queries as orders
from storefront.orders.models import Order, OrderLine
from storefront.payments import queries as payments
from storefront.payments.models import Refund
from storefront.payments.vocabulary import PAID_OUT

_PREFIX = {DocumentKind.INVOICE: "INV", DocumentKind.CREDIT_NOTE: "CN"}
_FREIGHT = {"en": "Shipping", "zh": "运费"}
_GOODWILL = {"en": "Goodwill", "zh": "补偿"}


@command
def issue(order_id: int, *, title: str, tax_number: str, now: datetime) -> Document:
    """The invoice of a paid order; the first one stays. Refunds made before get their credit notes at once.

    Raises RuleViolation("not_paid"), NotFound."""
    orders.with_lines(order_id, lock=True)
    order, known = orders.whole(order_id), queries.invoice_of(order_id)
    if known is not None:
        return known
    if order.paid_at is None or order.payable_minor == 0:
        raise RuleViolation("not_paid", "There is an invoice as soon as the order is paid.")
    tax = order.tax_total_minor
    invoice = Document(
        number=_next_number(DocumentKind.INVOICE, now), kind=DocumentKind.INVOICE, order_id=order_id, currency=order.currency,
        net_minor=order.payable_minor - tax, tax_minor=tax, gross_minor=order.payable_minor, title=title or order.recipient,
        tax_number=tax_number or None, content=_content(order), issued_at=now,
    )  # fmt: skip
    db.session.add(invoice)
    db.session.flush()
    for refund in payments.refunds(order_id=order_id):
        if refund.status in PAID_OUT:
            _credit(invoice, refund, now)
    return invoice


@command
def credit(refund_id: int, *, now: datetime) -> Document | None:
    """The red-letter credit note of a refund that has gone out; None when the order has no invoice, or when it exists."""
    refund = payments.refund(refund_id)
    invoice = queries.invoice_of(refund.order_id)
    return _credit(invoice, refund, now) if invoice is not None else None


def _credit(invoice: Document, refund: Refund, now: datetime) -> Document | None:
    """Money that was never for the order (it came late or twice) was never invoiced either."""
    known = db.session.scalar(select(Document.id).where(Document.refund_id == refund.id))
    if known is not None or refund.reference.startswith("late:"):
        return None
    order = orders.whole(refund.order_id)
    by_id = {line.id: line for line in order.lines}
    rows = [
        {
            "name": by_id[part.order_line_id].name if part.order_line_id else _FREIGHT if part.order_shipping_id else _GOODWILL,
            "quantity": part.quantity, "gross_minor": part.amount_minor, "tax_minor": part.tax_minor,
        }
        for part in refund.parts
    ]  # fmt: skip
    note = Document(
        number=_next_number(DocumentKind.CREDIT_NOTE, now), kind=DocumentKind.CREDIT_NOTE, order_id=order.id, refund_id=refund.id,
        invoice_id=invoice.id, currency=refund.currency, net_minor=refund.amount_minor - refund.tax_minor,
        tax_minor=refund.tax_minor, gross_minor=refund.amount_minor, title=invoice.title, tax_number=invoice.tax_number,
        content={"order": order.number, "invoice": invoice.number, "seller": _seller(), "rows": rows}, issued_at=now,
    )  # fmt: skip
    db.session.add(note)
    db.session.flush()
    return note


def _content(order: Order) -> dict[str, Any]:
    rows = [_row(line) for line in order.lines]
    for freight in order.shippings:
        if freight.payable_minor:
            rows.append({"name": _FREIGHT, "quantity": 0, "gross_minor": freight.payable_minor, "tax_minor": freight.tax_minor,
                         "rate_bp": freight.tax_rate_bp})  # fmt: skip
    return {"order": order.number, "seller": _seller(), "rows": rows}


def _row(line: OrderLine) -> dict[str, Any]:
    gross = line.payable_minor + (0 if line.tax_included else line.tax_minor)
    return {
        "name": line.name, "sku": line.sku_no, "quantity": line.quantity, "list_minor": line.list_total_minor,
        "discount_minor": line.discount_total_minor, "gross_minor": gross, "tax_minor": line.tax_minor, "rate_bp": line.tax_rate_bp,
    }  # fmt: skip


def _seller() -> dict[str, Any]:
    shop = profile.current()
    return {"company": shop.company, "phone": shop.phone, "address": shop.returns_address}


def _next_number(kind: DocumentKind, now: datetime) -> str:
    """Raised in the transaction that uses it: one that is undone gives its number back, so there are no gaps."""
    year = now.astimezone(profile.current().zone).year
    row = insert(NumberRange).values(kind=kind, year=year, last=1)
    raised = row.on_conflict_do_update(index_elements=["kind", "year"], set_={"last": NumberRange.last + 1})
    last = db.session.execute(raised.returning(NumberRange.last)).scalar_one()
    return f"{_PREFIX[kind]}-{year}-{last:06d}"

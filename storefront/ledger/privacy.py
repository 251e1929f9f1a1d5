"""A person's invoices: handed out. Numbers and amounts stay, as the books demand; the name on them goes."""

from datetime import datetime

from sqlalchemy import select

from kit.privacy import Rows, blank, held
from storefront.ledger.models import Document
from storefront.orders.models import Order


def export(person_id: int) -> dict[str, Rows]:
    own = Document.order_id.in_(select(Order.id).where(Order.customer_id == person_id))
    return {"documents": held(Document, own)}


def erase(person_id: int, now: datetime) -> None:
    own = Document.order_id.in_(select(Order.id).where(Order.customer_id == person_id))
    blank(Document, own, title=None, tax_number=None)

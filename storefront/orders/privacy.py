"""A person's orders: handed out; recipient and address erased. Numbers, goods and amounts stay as the books demand."""

from datetime import datetime

from sqlalchemy import select

from kit.privacy import Rows, blank, held
from storefront.orders.models import Order, OrderLine


def export(person_id: int) -> dict[str, Rows]:
    own = Order.customer_id == person_id
    lines = OrderLine.order_id.in_(select(Order.id).where(own))
    return {"orders": held(Order, own, without=("phone_index", "idempotency_key")), "lines": held(OrderLine, lines)}


def erase(person_id: int, now: datetime) -> None:
    nothing = {"recipient": None, "phone": None, "phone_index": None, "address": None, "postcode": "", "note": ""}
    blank(Order, Order.customer_id == person_id, **nothing)

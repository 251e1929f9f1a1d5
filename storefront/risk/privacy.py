"""Checks of a person's orders: handed out with the reasons. What a colleague wrote beside the decision goes."""

from datetime import datetime

from sqlalchemy import Select, select

from kit.privacy import ERASED, Rows, blank, held
from storefront.orders.models import Order
from storefront.risk.models import OrderCheck


def export(person_id: int) -> dict[str, Rows]:
    return {"checks": held(OrderCheck, OrderCheck.order_id.in_(_orders(person_id)))}


def erase(person_id: int, now: datetime) -> None:
    blank(OrderCheck, OrderCheck.order_id.in_(_orders(person_id)), OrderCheck.note != "", note=ERASED)


def _orders(person_id: int) -> Select[int]:
    return select(Order.id).where(Order.customer_id == person_id)

"""The quantity ledger of a line (I7): one unit never has two live remedies. Every change is one conditional update."""

from datetime import datetime

from sqlalchemy import ColumnElement, update

from kit.db import claimed, command, lock
from kit.errors import Conflict
from storefront.orders.commands import lifecycle
from storefront.orders.models import Order, OrderLine
from storefront.orders.queries import order_of_line

_NOT_HELD = "These pieces are no longer under this request."
_FREE = OrderLine.quantity - OrderLine.qty_open - OrderLine.qty_settled - OrderLine.qty_cancelled


@command
def hold(order_line_id: int, quantity: int, *, now: datetime | None = None) -> bool:
    """Take units under a remedy. False when fewer are free; nothing changed then. Raises NotFound."""
    if quantity <= 0:
        return False
    return _change(order_line_id, quantity <= _FREE, now, qty_open=OrderLine.qty_open + quantity)


@command
def release(order_line_id: int, quantity: int, *, now: datetime | None = None) -> None:
    """The remedy fell through: its units are free again. Raises Conflict("not_held"), NotFound."""
    after = OrderLine.qty_open - quantity
    if not _change(order_line_id, after >= 0, now, qty_open=after):
        raise Conflict("not_held", _NOT_HELD)


@command
def settle(order_line_id: int, quantity: int, *, now: datetime | None = None) -> None:
    """The remedy was carried out: its units are done. Raises Conflict("not_held"), NotFound."""
    after, settled = OrderLine.qty_open - quantity, OrderLine.qty_settled + quantity
    if not _change(order_line_id, after >= 0, now, qty_open=after, qty_settled=settled):
        raise Conflict("not_held", _NOT_HELD)


def _change(order_line_id: int, allowed: ColumnElement[bool], now: datetime | None, **values: ColumnElement[int]) -> bool:
    """The order first, then the line: everybody who takes both locks takes them in this order."""
    order_id = order_of_line(order_line_id)
    lock(Order, order_id)
    changed = claimed(update(OrderLine).where(OrderLine.id == order_line_id, allowed).values(**values))
    if changed:
        lifecycle.follow_remedies(order_id, now=now)
    return changed

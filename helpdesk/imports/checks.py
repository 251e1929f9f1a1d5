"""What must hold for a record as a whole, whatever format it came from."""

from helpdesk.imports.records import OrderRecord
from helpdesk.imports.refusals import CellRefused


def sound_order(order: OrderRecord) -> OrderRecord:
    """The order itself. Raises CellRefused for a line number that stands twice, or a discount above the goods."""
    numbers = [item.line_no for item in order.items]
    for number in numbers:
        if numbers.count(number) > 1:
            raise CellRefused("line_twice", number=number)
    if order.discount_minor > sum(item.unit_price_minor * item.quantity for item in order.items):
        raise CellRefused("discount_too_large")
    return order

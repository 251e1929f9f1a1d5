"""What lines of an order would pay back right now: the shop's frozen order through the money rules."""

from collections.abc import Mapping

from helpdesk import shop
from helpdesk.returns.documents import quotes
from helpdesk.returns.documents.reading import Node
from helpdesk.returns.rules import refunds
from helpdesk.returns.rules.purchase import Purchase


def purchase_of(order_id: int) -> Purchase:
    """The order as placed and as refunded so far, money on its way included."""
    return quotes.read_purchase(Node.of(shop.quote_input(order_id), ""))


def quote(
    purchase: Purchase, units: Mapping[int, int], already: Mapping[int, int] | None = None, shipping_minor: int = 0
) -> refunds.Quote:
    """The quote for units of order lines by their ids. Raises RuleViolation like rules.refunds.quote."""
    paid = already or {}
    lines = tuple(
        refunds.ReturnLine(line_id=str(line_id), quantity=count, already_minor=paid.get(line_id, 0))
        for line_id, count in units.items()
    )
    return refunds.quote(purchase, refunds.Return(lines=lines, shipping_minor=shipping_minor))


def by_line(quote_: refunds.Quote) -> dict[int, refunds.QuotedLine]:
    """The quoted lines by order line id; an excess on an earlier line stands beside them under its own id."""
    return {int(line.line_id): line for line in quote_.lines}

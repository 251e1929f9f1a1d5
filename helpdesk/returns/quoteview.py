"""A quote as rows that a customer or an agent reads: price, discount, what was lost, refund."""

from dataclasses import dataclass

from helpdesk import shop
from helpdesk.returns.commands import quoting
from kit.errors import RuleViolation


@dataclass(frozen=True, kw_only=True)
class Row:
    """One article of the quote; amounts in minor units, `lost_minor` what a re-priced promotion takes (R7)."""

    line: shop.OrderLine
    quantity: int
    list_minor: int
    discount_minor: int
    lost_minor: int
    refund_minor: int


@dataclass(frozen=True, kw_only=True)
class QuoteView:
    currency: str
    rows: tuple[Row, ...]
    refund_minor: int
    tender_names: tuple[str, ...]

    @property
    def list_minor(self) -> int:
        return sum(row.list_minor for row in self.rows)

    @property
    def discount_minor(self) -> int:
        return sum(row.discount_minor for row in self.rows)

    @property
    def lost_minor(self) -> int:
        return sum(row.lost_minor for row in self.rows)


def view(order: shop.Order, units: dict[int, int]) -> QuoteView | None:
    """The quote of these units, None when nothing is chosen or it cannot be quoted."""
    chosen = {line_id: count for line_id, count in units.items() if order.line(line_id) is not None and count > 0}
    if not chosen:
        return None
    purchase = quoting.purchase_of(order.id)
    try:
        quote = quoting.quote(purchase, chosen)
    except RuleViolation:
        return None
    quoted = quoting.by_line(quote)
    rows = []
    for line in order.lines:
        if line.id not in chosen:
            continue
        bought = purchase.line(str(line.id))
        listed = bought.gross_of(line.unit_price_minor * chosen[line.id]) if line.tax_included else _with_tax(line, chosen[line.id])
        frozen = bought.gross_of(bought.units_worth(bought.refunded_quantity, chosen[line.id]))
        rows.append(
            Row(
                line=line,
                quantity=chosen[line.id],
                list_minor=listed,
                discount_minor=listed - frozen,
                lost_minor=frozen - quoted[line.id].refund_minor,
                refund_minor=quoted[line.id].refund_minor,
            )
        )
    paid_by = {str(tender.id): tender.provider for tender in shop.tenders(order.id)}
    names = tuple(paid_by[tender_id] for tender_id, share in quote.tenders if share and tender_id in paid_by)
    return QuoteView(currency=order.currency, rows=tuple(rows), refund_minor=quote.refund_minor, tender_names=names)


def _with_tax(line: shop.OrderLine, count: int) -> int:
    net = line.unit_price_minor * count
    return net + (net * line.tax_rate_bp + 5_000) // 10_000

"""The document of `helpdesk returns quote`: an order, earlier returns and a return; or a bare allocation."""

from typing import Any

from helpdesk.returns.documents.reading import LARGEST_MINOR, LARGEST_QUANTITY, Node, bad_input
from helpdesk.returns.rules import discounts, refunds
from helpdesk.returns.rules.purchase import Discount, Line, Purchase, Shipping, Tender
from helpdesk.returns.vocabulary import ReturnMode, TenderMode
from kit import money

HIGHEST_TAX_BP = 100_000


def answer(document: object) -> dict[str, Any]:
    """The answer to one document. Raises RuleViolation with one of the codes of the interface, or `bad_input`."""
    node = Node.of(document, "")
    if node.has("allocate"):
        return {"shares": _allocate(node.child("allocate"))}
    purchase = read_purchase(node)
    earlier = [read_return(one, purchase) for one in node.children("order")]
    if not node.has("return"):
        raise bad_input("return is missing.")
    quote = refunds.quote(purchase, read_return(node.child("return"), purchase), earlier)
    return _write(quote, purchase)


def read_purchase(node: Node) -> Purchase:
    """The order as placed: payable and tax of each line follow from its list price and the discounts (R1, R4, R6)."""
    lines = list(node.children("lines"))
    list_totals = {line.text("id"): _list_total(line) for line in lines}
    if len(list_totals) != len(lines):
        raise bad_input("lines must have different ids.")
    found = _read_discounts(node, list_totals)
    mode = node.choice("tender_mode", TenderMode, TenderMode.PROPORTIONAL)
    return Purchase(
        lines=tuple(_read_line(line, found) for line in lines),
        discounts=found,
        shipping=_read_shipping(node.child("shipping")),
        tenders=_read_tenders(node),
        tenders_listed=mode is TenderMode.LISTED,
    )


def read_return(node: Node, purchase: Purchase) -> refunds.Return:
    known = {line.id for line in purchase.lines}
    return refunds.Return(
        lines=tuple(_read_return_line(line, known) for line in node.children("lines")),
        shipping_minor=node.integer("shipping_minor", 0),
    )


def _allocate(node: Node) -> list[int]:
    amount = node.integer("amount_minor", low=-LARGEST_MINOR)
    weights = node.integers("weights")
    caps = node.optional_integers("caps") if node.has("caps") else None
    try:
        return money.allocate(amount, weights, caps)
    except money.MoneyError as refusal:
        raise bad_input(f"allocate: {refusal}.") from refusal


def _list_total(line: Node) -> int:
    quantity = line.integer("quantity", low=1, high=LARGEST_QUANTITY)
    return quantity * line.integer("unit_price_minor")


def _read_line(line: Node, found: tuple[Discount, ...]) -> Line:
    line_id, quantity = line.text("id"), line.integer("quantity")
    payable = _list_total(line) - sum(discount.shares.get(line_id, 0) for discount in found)
    included = line.boolean("tax_included", default=True)
    tax = money.tax_on(payable, line.integer("tax_rate_bp", 0, high=HIGHEST_TAX_BP), included=included)
    read = Line(
        id=line_id,
        quantity=quantity,
        unit_price_minor=line.integer("unit_price_minor"),
        payable_minor=payable,
        tax_minor=tax,
        tax_included=included,
        refunded_quantity=line.integer("refunded_quantity", 0, high=quantity),
        refunded_minor=line.integer("refunded_minor", 0),
    )
    if read.left_minor < 0:
        raise bad_input(f"{line.path}.refunded_minor is larger than the line's {read.gross_minor}.")
    return read


def _read_discounts(node: Node, list_totals: dict[str, int]) -> tuple[Discount, ...]:
    nodes = list(node.children("discounts"))
    asked = [(one.text("id"), one.integer("amount_minor"), _lines_of(one, list_totals)) for one in nodes]
    if len({discount_id for discount_id, _, _ in asked}) != len(asked):
        raise bad_input("discounts must have different ids.")
    found = discounts.shares(list_totals, asked)
    return tuple(
        Discount(
            id=one.text("id"),
            shares=found[one.text("id")],
            mode=one.choice("mode", ReturnMode, ReturnMode.FROZEN),
            threshold_minor=one.optional_integer("threshold_minor"),
        )
        for one in nodes
    )


def _lines_of(discount: Node, list_totals: dict[str, int]) -> list[str]:
    """The lines a discount touches: those named, all when none is named."""
    named = discount.texts("lines") if discount.has("lines") else list(list_totals)
    if unknown := [line_id for line_id in named if line_id not in list_totals]:
        raise bad_input(f"{discount.path}.lines names unknown lines: {', '.join(unknown)}.")
    if len(set(named)) != len(named):
        raise bad_input(f"{discount.path}.lines names a line twice.")
    return named


def _read_shipping(node: Node) -> Shipping:
    paid = node.integer("paid_minor", 0)
    return Shipping(
        paid_minor=paid,
        tax_minor=money.tax_on(paid, node.integer("tax_rate_bp", 0, high=HIGHEST_TAX_BP), included=True),
        refunded_minor=node.integer("refunded_minor", 0, high=paid),
    )


def _read_tenders(node: Node) -> tuple[Tender, ...]:
    tenders = []
    for one in node.children("tenders"):
        captured = one.integer("captured_minor")
        refunded = one.integer("refunded_minor", 0, high=captured)
        tenders.append(Tender(id=one.text("id"), captured_minor=captured, refunded_minor=refunded))
    if len({tender.id for tender in tenders}) != len(tenders):
        raise bad_input("tenders must have different ids.")
    return tuple(tenders)


def _read_return_line(line: Node, known: set[str]) -> refunds.ReturnLine:
    line_id = line.text("id")
    if line_id not in known:
        raise bad_input(f"{line.path}.id names no line of the order: {line_id}.")
    return refunds.ReturnLine(
        line_id=line_id,
        quantity=line.integer("quantity"),
        amount_minor=line.optional_integer("amount_minor"),
        already_minor=line.integer("already_minor", 0),
        deduction_minor=line.integer("deduction_minor", 0),
        fee_bp=line.integer("fee_bp", 0, high=money.BASIS_POINTS),
        replacement_price_minor=line.optional_integer("replacement_price_minor"),
        replacement_quantity=line.optional_integer("replacement_quantity", high=LARGEST_QUANTITY),
        even_exchange=line.boolean("even_exchange", default=False),
    )


def _write(quote: refunds.Quote, purchase: Purchase) -> dict[str, Any]:
    return {
        "refund_minor": quote.refund_minor,
        "to_pay_minor": quote.to_pay_minor,
        "tax_minor": quote.tax_minor,
        "lines": [
            {
                "id": line.line_id,
                "payable_minor": line.payable_minor,
                "refund_minor": line.refund_minor,
                "tax_minor": line.tax_minor,
                "fee_minor": line.fee_minor,
            }
            for line in quote.lines
        ],
        "shipping_minor": quote.shipping_minor,
        "tenders": [{"id": tender_id, "refund_minor": share} for tender_id, share in quote.tenders],
        "discount_shares": {discount.id: dict(discount.shares) for discount in purchase.discounts},
    }

"""What holds for every order and every sequence of returns (invariants I1 to I6, I17, I18 of the after-sales domain)."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from helpdesk.returns.documents import quotes
from helpdesk.returns.rules import refunds
from helpdesk.returns.rules.purchase import Purchase
from helpdesk.returns.vocabulary import ReturnMode
from kit.errors import RuleViolation


@st.composite
def documents(draw, modes=tuple(ReturnMode), most_discounts=3):
    """An order with its discounts, freight and payments, paid exactly."""
    count = draw(st.integers(1, 5))
    ids = [f"L{i}" for i in range(count)]
    lines = [
        {
            "id": line_id,
            "quantity": draw(st.integers(1, 6)),
            "unit_price_minor": draw(st.integers(0, 30_000)),
            "tax_rate_bp": draw(st.sampled_from([0, 600, 1300, 1999])),
            "tax_included": draw(st.booleans()),
        }
        for line_id in ids
    ]
    discounts = [
        {
            "id": f"P{i}",
            "amount_minor": draw(st.integers(0, 40_000)),
            "lines": draw(st.lists(st.sampled_from(ids), min_size=1, unique=True)),
            "mode": draw(st.sampled_from(modes)).value,
            "threshold_minor": draw(st.none() | st.integers(0, 150_000)),
        }
        for i in range(draw(st.integers(0, most_discounts)))
    ]
    shipping = {"paid_minor": draw(st.integers(0, 2000)), "tax_rate_bp": draw(st.sampled_from([0, 600]))}
    document = {"lines": lines, "discounts": discounts, "shipping": shipping}
    due = _paid(quotes.read_purchase(quotes.Node.of(document, "")))
    cuts = sorted(draw(st.lists(st.integers(0, due), max_size=2)))
    amounts = [high - low for low, high in zip([0, *cuts], [*cuts, due], strict=True)]
    tenders = [{"id": f"T{i}", "captured_minor": amount} for i, amount in enumerate(amounts)]
    return {**document, "tenders": tenders, "tender_mode": draw(st.sampled_from(["proportional", "listed"]))}


def _paid(purchase: Purchase) -> int:
    return sum(line.gross_minor for line in purchase.lines) + purchase.shipping.paid_minor


def read(document) -> Purchase:
    return quotes.read_purchase(quotes.Node.of(document, ""))


@st.composite
def unit_steps(draw, purchase: Purchase):
    """All units of the order, in random order and in random portions of one to three lines."""
    units = draw(st.permutations([line.id for line in purchase.lines for _ in range(line.quantity)]))
    steps = []
    while units:
        size = draw(st.integers(1, len(units)))
        chosen, units = units[:size], units[size:]
        steps.append({line_id: chosen.count(line_id) for line_id in dict.fromkeys(chosen)})
    return steps


def returning(step) -> refunds.Return:
    return refunds.Return(lines=tuple(refunds.ReturnLine(line_id=key, quantity=n) for key, n in step.items()))


@given(documents())
def test_what_was_paid_is_lines_less_discounts_plus_freight_and_tax_on_top(document):
    purchase = read(document)
    listed = sum(line.unit_price_minor * line.quantity for line in purchase.lines)
    taken = sum(discount.amount_minor for discount in purchase.discounts)
    on_top = sum(line.tax_minor for line in purchase.lines if not line.tax_included)
    captured = sum(tender.captured_minor for tender in purchase.tenders)
    assert listed - taken + on_top + purchase.shipping.paid_minor == captured


@given(documents())
def test_discount_shares_add_up_and_stay_within_their_lines(document):
    purchase = read(document)
    for line in purchase.lines:
        shares = [discount.shares.get(line.id, 0) for discount in purchase.discounts]
        assert all(share >= 0 for share in shares)
        assert sum(shares) == line.unit_price_minor * line.quantity - line.payable_minor
        assert line.payable_minor >= 0
    for asked, discount in zip(document["discounts"], purchase.discounts, strict=True):
        assert discount.amount_minor <= asked["amount_minor"]


@given(st.data(), documents())
def test_returning_every_unit_in_any_order_gives_back_exactly_what_was_paid(data, document):
    purchase = read(document)
    for step in data.draw(unit_steps(purchase)):
        purchase = refunds.quote(purchase, returning(step)).purchase_after
    freight = refunds.Return(lines=(), shipping_minor=purchase.shipping.left_minor)
    after = refunds.quote(purchase, freight).purchase_after
    assert [line.refunded_minor for line in after.lines] == [line.gross_minor for line in after.lines]
    assert [tender.left_minor for tender in after.tenders] == [0] * len(after.tenders)


@given(st.data(), documents())
def test_every_step_keeps_its_bounds_and_its_parts_add_up(data, document):
    purchase = read(document)
    credited = {line.id: 0 for line in purchase.lines}
    for step in data.draw(unit_steps(purchase)):
        quote = refunds.quote(purchase, returning(step))
        assert sum(line.refund_minor for line in quote.lines) == quote.refund_minor
        assert sum(share for _, share in quote.tenders) == quote.refund_minor
        assert all(share >= 0 for _, share in quote.tenders)
        for line in quote.lines:
            assert 0 <= line.tax_minor <= line.refund_minor
            credited[line.line_id] += line.tax_minor
        purchase = quote.purchase_after
        for line in purchase.lines:
            assert 0 <= line.refunded_minor <= line.gross_minor
            assert credited[line.id] <= line.tax_minor
        assert all(tender.left_minor >= 0 for tender in purchase.tenders)
    assert credited == {line.id: line.tax_minor for line in purchase.lines}


@given(st.data(), documents(modes=(ReturnMode.REPRICE,)))
def test_repricing_never_refunds_more_than_frozen_shares_and_never_takes_money_back(data, document):
    frozen = read({**document, "discounts": [{**one, "mode": "frozen"} for one in document["discounts"]]})
    repriced = read(document)
    total_frozen, total_repriced = 0, 0
    for step in data.draw(unit_steps(repriced)):
        one, other = refunds.quote(frozen, returning(step)), refunds.quote(repriced, returning(step))
        assert other.refund_minor >= 0
        total_frozen += one.refund_minor
        total_repriced += other.refund_minor
        assert total_repriced <= total_frozen
        frozen, repriced = one.purchase_after, other.purchase_after
    assert total_repriced == total_frozen


def test_money_owed_for_another_line_does_not_bring_tax_along():
    """Two units of the socks came back unpaid, as buy-2-get-1 was lost; their cent waits for the socks, not for a taxed line."""
    document = {
        "lines": [
            {"id": "socks", "quantity": 3, "unit_price_minor": 1, "tax_rate_bp": 0, "tax_included": False},
            {"id": "scarf", "quantity": 6, "unit_price_minor": 3, "tax_rate_bp": 1999, "tax_included": False},
        ],
        "discounts": [
            {"id": "gift", "amount_minor": 0, "lines": ["socks", "scarf"], "mode": "reprice", "threshold_minor": None},
            {"id": "off", "amount_minor": 2, "lines": ["socks"], "mode": "reprice", "threshold_minor": 2},
        ],
        "shipping": {"paid_minor": 0},
        "tenders": [],
    }
    purchase = read(document)
    paid_back = []
    for step in ({"socks": 2}, {"socks": 1, "scarf": 5}, {"scarf": 1}):
        quote = refunds.quote(purchase, returning(step))
        paid_back.append({line.line_id: line.refund_minor for line in quote.lines})
        purchase = quote.purchase_after
    assert paid_back == [{"socks": 0}, {"socks": 1, "scarf": 18}, {"scarf": 4}]


@given(st.data(), documents(modes=(ReturnMode.REPRICE,), most_discounts=1))
def test_a_repriced_refund_is_what_the_kept_basket_leaves_over(data, document):
    """R7 word for word, recomputed from list prices, where no other discount plays a part and tax is inside."""
    document["lines"] = [{**line, "tax_included": True} for line in document["lines"]]
    purchase = read({**document, "tenders": []})
    already = 0
    for step in data.draw(unit_steps(purchase)):
        quote = refunds.quote(purchase, returning(step))
        purchase = quote.purchase_after
        for discount in purchase.discounts:
            lines = [line for line in purchase.lines if line.id in discount.shares]
            touched = [line for line in quote.lines if line.line_id in discount.shares]
            kept = sum(line.unit_price_minor * line.units_left for line in lines)
            whole = discount.threshold_minor is None or kept >= discount.threshold_minor
            price_kept = kept - (discount.amount_minor if whole else 0)
            frozen = sum(line.units_worth(0, line.refunded_quantity) for line in lines)
            paid = sum(line.payable_minor for line in lines)
            expected = max(0, min(paid - price_kept, frozen) - already) if touched else 0
            assert sum(line.refund_minor for line in touched) == expected
            already += expected


@given(documents(), st.integers(0, 50_000), st.integers(0, 3), st.integers(0, 2000), st.data())
def test_an_exchange_balances(document, price, units, fee_bp, data):
    purchase = read(document)
    line = data.draw(st.sampled_from(purchase.lines))
    asked = refunds.ReturnLine(
        line_id=line.id,
        quantity=data.draw(st.integers(1, line.quantity)),
        replacement_price_minor=price,
        replacement_quantity=units,
        fee_bp=fee_bp,
    )
    quote = refunds.quote(purchase, refunds.Return(lines=(asked,)))
    credit = sum(one.refund_minor for one in quote.lines)
    fees = sum(one.fee_minor for one in quote.lines)
    assert credit + quote.to_pay_minor == price * units + quote.refund_minor + fees
    assert 0 in (quote.to_pay_minor, quote.refund_minor)


@given(documents(), st.data())
def test_money_without_goods_never_lets_a_line_pass_what_was_paid(document, data):
    purchase = read(document)
    for _ in range(data.draw(st.integers(1, 4))):
        line = data.draw(st.sampled_from(purchase.lines))
        units = data.draw(st.integers(0, line.units_left))
        amount = None if units else data.draw(st.integers(0, 40_000))
        asked = refunds.ReturnLine(line_id=line.id, quantity=units, amount_minor=amount)
        with contextlib.suppress(RuleViolation):
            purchase = refunds.quote(purchase, refunds.Return(lines=(asked,))).purchase_after
        assert all(0 <= one.refunded_minor <= one.gross_minor for one in purchase.lines)
        assert all(0 <= tender.left_minor <= tender.captured_minor for tender in purchase.tenders)

"""The worked examples of the money rules, to the cent, through the document of `helpdesk returns quote`."""

import copy

import pytest

from helpdesk.returns.documents import quotes
from kit.errors import RuleViolation


def line(line_id, quantity, price, **more):
    return {"id": line_id, "quantity": quantity, "unit_price_minor": price, **more}


def give(*lines, shipping=0):
    """A return of (id, quantity) or (id, quantity, more) lines."""
    items = [{"id": item[0], "quantity": item[1], **(item[2] if len(item) > 2 else {})} for item in lines]
    return {"lines": items, "shipping_minor": shipping}


def refunded(answer):
    return {item["id"]: item["refund_minor"] for item in answer["lines"]}


def tenders(answer):
    return [item["refund_minor"] for item in answer["tenders"]]


def ask(document, *lines, order=(), shipping=0):
    return quotes.answer({**document, "order": list(order), "return": give(*lines, shipping=shipping)})


VAT = {"tax_rate_bp": 1300, "tax_included": True}
EXAMPLE_A = {
    "currency": "CNY",
    "lines": [line("A", 2, 12900, **VAT), line("B", 1, 5950, **VAT), line("C", 3, 990, **VAT)],
    "discounts": [{"id": "P1", "amount_minor": 4000, "lines": ["A", "B", "C"], "mode": "frozen"}],
    "shipping": {"paid_minor": 1000, "tax_rate_bp": 0, "refunded_minor": 0},
    "tenders": [
        {"id": "card", "captured_minor": 23720},
        {"id": "credit", "captured_minor": 5000},
        {"id": "points", "captured_minor": 3000},
    ],
}
BASKET = [line("coat", 1, 19900), line("jeans", 1, 12900), line("socks", 1, 2900)]


def threshold_promotion(mode, lines=BASKET, amount=6000, threshold=30000):
    ids = [item["id"] for item in lines]
    discount = {"id": "P", "amount_minor": amount, "lines": ids, "mode": mode, "threshold_minor": threshold}
    return {"lines": lines, "discounts": [discount]}


def test_example_a_first_refund():
    assert ask(EXAMPLE_A, ("A", 1)) == {
        "refund_minor": 11414,
        "to_pay_minor": 0,
        "tax_minor": 1313,
        "lines": [{"id": "A", "payable_minor": 22828, "refund_minor": 11414, "tax_minor": 1313, "fee_minor": 0}],
        "shipping_minor": 0,
        "tenders": [
            {"id": "card", "refund_minor": 8535},
            {"id": "credit", "refund_minor": 1799},
            {"id": "points", "refund_minor": 1080},
        ],
        "discount_shares": {"P1": {"A": 2972, "B": 686, "C": 342}},
    }


def test_example_a_to_the_last_cent():
    steps = [("A", 1), ("C", 2), ("A", 1), ("B", 1), ("C", 1)]
    expected = [[8535, 1799, 1080], [1310, 276, 166], [8536, 1799, 1079], [3936, 830, 498], [655, 138, 83]]
    taxes = [1313, 201, 1313, 606, 101]
    before = []
    for step, split, tax in zip(steps, expected, taxes, strict=True):
        answer = ask(EXAMPLE_A, step, order=before)
        assert (tenders(answer), answer["tax_minor"]) == (split, tax)
        before.append(give(step))
    freight = ask(EXAMPLE_A, order=before, shipping=1000)
    assert (freight["refund_minor"], tenders(freight)) == (1000, [748, 158, 94])


@pytest.mark.parametrize(
    ("returned", "mode", "refund"),
    [("jeans", "frozen", 10732), ("jeans", "reprice", 6900), ("coat", "frozen", 16555), ("coat", "reprice", 13900)],
)
def test_example_b_threshold_promotion(returned, mode, refund):
    answer = ask(threshold_promotion(mode), (returned, 1))
    assert answer["refund_minor"] == refund
    assert answer["discount_shares"] == {"P": {"coat": 3345, "jeans": 2168, "socks": 487}}


def test_an_excess_is_booked_on_the_line_that_was_charged_before():
    document = threshold_promotion("reprice")
    coat = ask(document, ("coat", 1), order=[give(("jeans", 1))])
    assert refunded(coat) == {"coat": 16555, "jeans": 3345}
    socks = ask(document, ("socks", 1), order=[give(("jeans", 1)), give(("coat", 1))])
    assert refunded(socks) == {"socks": 2413, "jeans": 487}
    assert 6900 + coat["refund_minor"] + socks["refund_minor"] == 29700


def test_a_threshold_that_still_holds_costs_nothing():
    assert ask(threshold_promotion("reprice", threshold=22800), ("jeans", 1))["refund_minor"] == 10732
    assert ask(threshold_promotion("reprice", threshold=22801), ("jeans", 1))["refund_minor"] == 6900


def test_without_a_threshold_a_repriced_discount_stays_whole():
    assert ask(threshold_promotion("reprice", threshold=None), ("jeans", 1))["refund_minor"] == 10732


def test_example_c_restocking_fee():
    answer = ask(threshold_promotion("frozen"), ("jeans", 1, {"fee_bp": 1000}))
    assert (answer["lines"][0]["fee_minor"], answer["refund_minor"]) == (1073, 9659)


def test_a_fee_of_half_a_cent_is_rounded_up():
    answer = ask({"lines": [line("A", 1, 105)]}, ("A", 1, {"fee_bp": 1000}))
    assert answer["lines"][0]["fee_minor"] == 11


@pytest.mark.parametrize(("price", "pays", "gets"), [(13900, 3168, 0), (9900, 0, 832)])
def test_example_d_exchange_with_a_difference(price, pays, gets):
    answer = ask(threshold_promotion("frozen"), ("jeans", 1, {"replacement_price_minor": price}))
    assert (answer["to_pay_minor"], answer["refund_minor"]) == (pays, gets)


def test_example_d_even_exchange():
    answer = ask(threshold_promotion("frozen"), ("jeans", 1, {"even_exchange": True, "replacement_price_minor": 99}))
    assert (answer["to_pay_minor"], answer["refund_minor"]) == (0, 0)
    assert refunded(answer) == {"jeans": 10732}


@pytest.mark.parametrize(
    ("paid", "price", "fee_bp", "pays", "gets"),
    [(10000, 25000, 0, 15000, 0), (5000, 10000, 2000, 6000, 0), (15000, 10000, 667, 0, 3999)],
)
def test_example_e_exchange_with_a_fee(paid, price, fee_bp, pays, gets):
    answer = ask({"lines": [line("A", 1, paid)]}, ("A", 1, {"replacement_price_minor": price, "fee_bp": fee_bp}))
    assert (answer["to_pay_minor"], answer["refund_minor"]) == (pays, gets)


def test_a_replacement_is_priced_per_unit():
    document = {"lines": [line("A", 3, 1000)]}
    assert ask(document, ("A", 2, {"replacement_price_minor": 1500}))["to_pay_minor"] == 1000
    more = {"replacement_price_minor": 1500, "replacement_quantity": 1}
    assert ask(document, ("A", 2, more))["refund_minor"] == 500


FREE_THIRD = threshold_promotion("reprice", [line("A", 3, 6000)], amount=6000, threshold=18000)


def test_example_f_buy_two_get_one():
    assert ask({**FREE_THIRD, "discounts": [{**FREE_THIRD["discounts"][0], "mode": "frozen"}]}, ("A", 1))["refund_minor"] == (4000)
    assert ask(FREE_THIRD, ("A", 1))["refund_minor"] == 0


@pytest.mark.parametrize("steps", [[1, 1, 1], [2, 1], [1, 2], [3]])
def test_example_f_returns_everything_in_any_order(steps):
    before, total = [], 0
    for units in steps:
        total += ask(FREE_THIRD, ("A", units), order=before)["refund_minor"]
        before.append(give(("A", units)))
    assert total == 12000


def test_example_g_a_unit_that_was_paid_for_keeping_it():
    paid_before = give(("A", 0, {"amount_minor": 2000}))
    kept_unit = ("A", 1, {"already_minor": 2000})
    later = ask(EXAMPLE_A, kept_unit, order=[paid_before])
    assert later["refund_minor"] == 9414
    last = ask(EXAMPLE_A, ("A", 1), order=[paid_before, give(kept_unit)])
    assert 2000 + later["refund_minor"] + last["refund_minor"] == 22828
    assert ask(EXAMPLE_A, kept_unit)["refund_minor"] == 9414


def test_example_g_by_what_the_line_says_was_refunded():
    document = copy.deepcopy(EXAMPLE_A)
    document["lines"][0] |= {"refunded_minor": 2000, "refunded_quantity": 0}
    assert ask(document, ("A", 1, {"already_minor": 2000}))["refund_minor"] == 9414
    assert ask(document, ("A", 1))["refund_minor"] == 11414
    assert ask(document, ("A", 2))["refund_minor"] == 20828


def test_money_paid_for_keeping_a_unit_does_not_lower_a_repriced_return_of_another():
    document = threshold_promotion("reprice", [line("A", 2, 10000), line("B", 1, 10000)], 3000, 1)
    assert ask(document, ("A", 1), order=[give(("A", 0, {"amount_minor": 500}))])["refund_minor"] == 9000


def test_example_i_two_payments_listed():
    document = {
        "lines": [line("A", 2, 17249)],
        "tender_mode": "listed",
        "tenders": [
            {"id": "second", "captured_minor": 17249, "refunded_minor": 600},
            {"id": "first", "captured_minor": 17249},
        ],
    }
    assert tenders(ask(document, ("A", 1))) == [16649, 600]


def test_tax_on_top_makes_the_refund_gross():
    answer = ask({"lines": [line("A", 2, 10000, tax_rate_bp=1300, tax_included=False)]}, ("A", 1))
    assert answer["lines"] == [{"id": "A", "payable_minor": 20000, "refund_minor": 11300, "tax_minor": 1300, "fee_minor": 0}]


def test_money_without_goods_carries_its_tax():
    answer = ask(EXAMPLE_A, ("A", 0, {"amount_minor": 22828}))
    assert (answer["refund_minor"], answer["tax_minor"]) == (22828, 2626)


def test_freight_carries_its_tax():
    document = {**EXAMPLE_A, "shipping": {"paid_minor": 1000, "tax_rate_bp": 600}}
    assert ask(document, shipping=1000)["tax_minor"] == 57


def test_a_deduction_is_its_own_row():
    answer = ask(EXAMPLE_A, ("A", 1, {"deduction_minor": 414}))
    assert (answer["refund_minor"], refunded(answer)) == (11000, {"A": 11414})


def test_discounts_apply_over_what_earlier_ones_left():
    document = {
        "lines": [line("A", 1, 1000), line("B", 1, 1000)],
        "discounts": [
            {"id": "item", "amount_minor": 1500, "lines": ["A"]},
            {"id": "order", "amount_minor": 100, "lines": ["A", "B"]},
        ],
    }
    assert ask(document, ("B", 1))["discount_shares"] == {"item": {"A": 1000}, "order": {"A": 0, "B": 100}}


def test_a_free_gift_refunds_a_computed_zero():
    document = {"lines": [line("gift", 1, 500)], "discounts": [{"id": "P", "amount_minor": 500, "lines": ["gift"]}]}
    assert ask(document, ("gift", 1))["refund_minor"] == 0


def test_the_same_line_may_come_back_in_two_ways():
    answer = ask(EXAMPLE_A, ("C", 1), ("C", 2, {"even_exchange": True}))
    assert [item["refund_minor"] for item in answer["lines"]] == [876, 1752]
    assert answer["refund_minor"] == 876


def test_a_bare_allocation():
    assert quotes.answer({"allocate": {"amount_minor": 299, "weights": [4300, 1400, 2300], "caps": None}}) == {
        "shares": [161, 52, 86]
    }


ALL_OF_A = give(("A", 2))


@pytest.mark.parametrize(
    ("lines", "order", "shipping", "code"),
    [
        ([("A", 3)], [], 0, "over_quantity"),
        ([("A", 2), ("A", 1)], [], 0, "over_quantity"),
        ([("A", 2)], [give(("A", 1))], 0, "over_quantity"),
        ([("A", 1)], [ALL_OF_A], 0, "nothing_refundable"),
        ([("A", 0, {"amount_minor": 1})], [ALL_OF_A], 0, "nothing_refundable"),
        ([("A", 0, {"amount_minor": 22829})], [], 0, "over_amount"),
        ([("A", 1, {"amount_minor": 11415})], [], 0, "over_amount"),
        ([("A", 1, {"deduction_minor": 11415})], [], 0, "over_amount"),
        ([], [], 1001, "over_amount"),
        ([], [give(shipping=600)], 401, "over_amount"),
    ],
)
def test_refusals(lines, order, shipping, code):
    with pytest.raises(RuleViolation) as refusal:
        ask(EXAMPLE_A, *lines, order=order, shipping=shipping)
    assert refusal.value.code == code


def test_a_refund_never_passes_what_the_payments_have_left():
    document = {**EXAMPLE_A, "tenders": [{"id": "card", "captured_minor": 11413}]}
    with pytest.raises(RuleViolation) as refusal:
        ask(document, ("A", 1))
    assert refusal.value.code == "over_amount"


BAD = [
    ("lines", [{"id": "A"}]),
    ("lines", [line("A", 0, 100)]),
    ("lines", [line("A", 1.0, 100)]),
    ("lines", [line("A", True, 100)]),
    ("lines", [line("A", 1, "100")]),
    ("lines", [line("A", 1, -100)]),
    ("lines", [line("A", 1, 100), line("A", 1, 100)]),
    ("lines", [line("A", 1, 100, refunded_quantity=2)]),
    ("lines", [line("A", 1, 100, refunded_minor=101)]),
    ("lines", "A"),
    ("lines", [7]),
    ("discounts", [{"id": "P", "amount_minor": 1, "lines": ["Z"]}]),
    ("discounts", [{"id": "P", "amount_minor": 1, "lines": ["A", "A"]}]),
    ("discounts", [{"id": "P", "amount_minor": 1, "mode": "other"}]),
    ("discounts", [{"id": "P", "amount_minor": 1}, {"id": "P", "amount_minor": 1}]),
    ("tender_mode", "random"),
    ("tenders", [{"id": "T", "captured_minor": 1, "refunded_minor": 2}]),
    ("shipping", {"paid_minor": 1, "refunded_minor": 2}),
    ("return", None),
    ("return", {"lines": [{"id": "Z", "quantity": 1}]}),
    ("return", {"lines": [{"id": "A", "quantity": -1}]}),
    ("return", {"lines": [{"id": "A", "quantity": 1, "amount_minor": -1}]}),
    ("return", {"lines": [{"id": "A", "quantity": 1, "fee_bp": 10001}]}),
    ("return", {"lines": [{"id": "A", "quantity": 1, "even_exchange": "yes"}]}),
    ("allocate", {"amount_minor": 5, "weights": [1], "caps": [1]}),
    ("allocate", {"amount_minor": 5, "weights": [-1]}),
]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_a_document_that_makes_no_sense_is_refused(field, value):
    document = {"lines": [line("A", 1, 100)], "return": give(("A", 1)), field: value}
    with pytest.raises(RuleViolation) as refusal:
        quotes.answer(document)
    assert refusal.value.code == "bad_input"
    assert refusal.value.message

"""Allocation, unit shares, tax and tender splits, exact to the minor unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import money

amounts = st.integers(0, 10**9)
weights = st.lists(st.integers(0, 10**7), min_size=1, max_size=12)


def test_the_sample_of_the_interface():
    assert money.allocate(299, [4300, 1400, 2300]) == [161, 52, 86]


def test_the_coupon_of_example_a_falls_on_its_lines():
    assert money.allocate(4000, [25800, 5950, 2970]) == [2972, 686, 342]


def test_ties_go_to_the_first():
    assert money.allocate(10, [1, 1, 1]) == [4, 3, 3]


def test_zero_weights_share_evenly():
    assert money.allocate(5, [0, 0, 0]) == [2, 2, 1]


def test_a_zero_weight_beside_others_gets_nothing():
    assert money.allocate(100, [0, 3, 0, 1]) == [0, 75, 0, 25]


def test_a_negative_amount_mirrors_the_positive_one():
    assert money.allocate(-299, [4300, 1400, 2300]) == [-161, -52, -86]


def test_what_a_cap_refuses_is_split_over_those_with_room():
    assert money.allocate(100, [50, 30, 20], [10, None, 100]) == [10, 54, 36]


def test_a_capped_line_hands_on_even_to_zero_weights():
    assert money.allocate(10, [1, 0, 0], [4, 5, 5]) == [4, 3, 3]


@pytest.mark.parametrize(
    ("amount", "shares", "caps"),
    [(11, [1, 1], [5, 5]), (1, [], None), (1, [-1, 2], None), (1, [1], [1, 1]), (1, [1], [-1])],
)
def test_impossible_allocations_are_refused(amount, shares, caps):
    with pytest.raises(money.MoneyError):
        money.allocate(amount, shares, caps)


def test_nothing_can_be_split_over_nobody():
    assert money.allocate(0, []) == []


@given(amounts, weights)
def test_shares_add_up_and_miss_the_exact_share_by_less_than_one(amount, weights):
    shares = money.allocate(amount, weights)
    total = sum(weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        if total:
            assert abs(share * total - amount * weight) < total


@given(st.data(), weights)
def test_no_share_passes_its_cap(data, weights):
    caps = data.draw(st.lists(st.integers(0, 10**6), min_size=len(weights), max_size=len(weights)))
    amount = data.draw(st.integers(0, sum(caps)))
    shares = money.allocate(amount, weights, caps)
    assert sum(shares) == amount
    assert all(0 <= share <= cap for share, cap in zip(shares, caps, strict=True))


def test_units_of_example_a():
    assert money.units_share(22828, 2, 0, 1) == 11414
    assert money.units_share(2628, 3, 0, 2) == 1752
    assert money.units_share(2628, 3, 2, 1) == 876


@given(amounts, st.integers(1, 500), st.data())
def test_unit_shares_end_at_the_payable_in_any_steps(payable, quantity, data):
    before, refunded = 0, 0
    while before < quantity:
        units = data.draw(st.integers(1, quantity - before))
        share = money.units_share(payable, quantity, before, units)
        assert share >= 0
        refunded += share
        before += units
    assert refunded == payable


def test_tax_inside_and_on_top():
    assert money.tax_on(22828, 1300, included=True) == 2626
    assert money.tax_on(10000, 1300, included=False) == 1300
    assert money.tax_on(50, 100, included=False) == 1  # 0.5 is rounded up


def test_tax_is_credited_cumulatively():
    assert money.tax_credited(302, 2628, 1752) == 201
    assert money.tax_credited(302, 2628, 2628) == 302
    assert money.tax_credited(0, 0, 0) == 0


LATER_STEPS = [(11414, [8536, 1799, 1079]), (5264, [3936, 830, 498]), (876, [655, 138, 83]), (1000, [748, 158, 94])]


def test_example_a_empties_all_tenders():
    remaining = [23720, 5000, 3000]
    steps = {11414: [8535, 1799, 1080], 1752: [1310, 276, 166]}
    for amount, expected in steps.items():
        shares = money.split_over_tenders(amount, remaining)
        assert shares == expected
        remaining = [left - share for left, share in zip(remaining, shares, strict=True)]
    for amount, expected in [
        (11414, [8536, 1799, 1079]),
        (5264, [3936, 830, 498]),
        (876, [655, 138, 83]),
        (1000, [748, 158, 94]),
    ]:
        shares = money.split_over_tenders(amount, remaining)
        assert shares == expected
        remaining = [left - share for left, share in zip(remaining, shares, strict=True)]
    assert remaining == [0, 0, 0]


def test_listed_tenders_are_emptied_one_after_the_other():
    assert money.split_over_tenders(17249, [16649, 17249], listed=True) == [16649, 600]


@pytest.mark.parametrize("listed", [True, False])
def test_a_refund_above_all_tenders_is_refused(listed):
    with pytest.raises(money.MoneyError):
        money.split_over_tenders(101, [50, 50], listed=listed)


def test_typed_amounts():
    assert money.parse_amount("12.5") == 1250
    assert money.parse_amount(" 0.01 ") == 1
    assert money.parse_amount("999999999.99") == 99999999999
    assert money.parse_amount("1200", "JPY") == 1200
    assert money.parse_amount("1.234", "KWD") == 1234


REFUSED = ["-1", "0", "0.00", "0.001", "99.999", "NaN", "Infinity", "1E+400", "1_0", "１００", "0x10", "1,00", "", ".5"]
REFUSED += ["5.", "9" * 18, "1\n"]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_an_amount_is_refused(text):
    with pytest.raises(money.MoneyError):
        money.parse_amount(text)


def test_a_currency_without_decimals_takes_none():
    with pytest.raises(money.MoneyError):
        money.parse_amount("12.5", "JPY")

"""Numbers: recognised in every spelling, wrong ones noticed, never the same twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.numbers import order_number, parse_order_number, parse_serial, serial_number, whole

DAY = date(2026, 5, 14)
KEY = b"a key for the tests"


@given(st.integers(10_001, 99_999_999))
def test_a_serial_is_found_with_or_without_its_trimmings(sequence: int) -> None:
    number = serial_number("T", DAY, sequence)
    for spelling in (number, number.lower(), number[2:], number.replace("-", ""), f" {number} "):
        assert parse_serial("T", spelling) == number


@given(st.integers(10_001, 99_999), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_never_gives_another_valid_number(sequence: int, place: int, shift: int) -> None:
    digits = serial_number("T", DAY, sequence)[2:]
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert parse_serial("T", wrong) != f"T-{wrong}"


@given(st.sets(st.integers(0, 2**30 - 1), min_size=2, max_size=50))
def test_order_numbers_never_repeat(sequences: set[int]) -> None:
    assert len({order_number(DAY, sequence, KEY) for sequence in sequences}) == len(sequences)


@given(st.integers(0, 2**30 - 1))
def test_an_order_number_is_found_without_prefix_hyphen_or_check(sequence: int) -> None:
    number = order_number(DAY, sequence, KEY)
    for spelling in (number, number[2:], number.replace("-", ""), number[:-1], number.lower()):
        assert parse_order_number(spelling) == number


@pytest.mark.parametrize("text", ["", "T-", "hello", "T-12", "9" * 40, "T-2648213x", "LD", "LD260514-IIIIII"])
def test_other_text_is_no_number(text: str) -> None:
    assert parse_serial("T", text) is None
    assert parse_order_number(text) is None


@pytest.mark.parametrize("text", ["", None, "-1", "²", "１２", "1_0", "9" * 19, "9" * 5000, "1.0", " 1"])
def test_what_no_column_holds_is_no_number(text: str | None) -> None:
    assert whole(text) is None


def test_plain_digits_are_a_number() -> None:
    assert (whole("0"), whole("42"), whole("9" * 18)) == (0, 42, 10**18 - 1)

"""Readers of single cells: text in, a typed value out, CellRefused with the reason otherwise. An empty cell is None."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal

from helpdesk.imports.refusals import CellRefused
from kit.accounts.rules import normal_email
from kit.money import minor_digits

Reader = Callable[[str], object]

AMOUNT = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,6})?")
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,6})?")
SIGNS = "¥￥$€£"
UNSEEN = {ord(mark): None for mark in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"}
SHOWN = 60


def text(limit: int = 200) -> Reader:
    """Words in Unicode's composed form, invisible direction marks removed (HARDENING D10)."""

    def read(cell: str) -> str:
        words = cell.strip()
        if not words.isascii():
            words = unicodedata.normalize("NFC", words).translate(UNSEEN)
        if len(words) > limit:
            raise CellRefused("too_long", limit=limit)
        if not words.isprintable() and any(unicodedata.category(sign) in ("Cc", "Cs") for sign in words if sign not in "\n\r\t"):
            raise CellRefused("control_characters")
        return words

    return read


def count(low: int = 0, high: int = 1_000_000) -> Reader:
    """A whole number; a spreadsheet's `3.0` is taken as 3."""

    def read(cell: str) -> int:
        digits = cell.strip().removesuffix(".0")
        if not re.fullmatch("[0-9]{1,9}", digits) or not low <= int(digits) <= high:
            raise CellRefused("not_a_count", value=shown(cell), low=low, high=high)
        return int(digits)

    return read


def amount(cell: str) -> Decimal:
    """An amount that is not negative, with or without currency sign and thousands commas."""
    digits = cell.strip().lstrip(SIGNS).strip()
    if GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if not AMOUNT.fullmatch(digits):
        raise CellRefused("not_an_amount", value=shown(cell))
    return Decimal(digits)


def email(cell: str) -> str:
    """One address, as accounts store it; several in one cell are refused."""
    address = normal_email(cell)
    if address is None:
        raise CellRefused("not_an_email", value=shown(cell))
    return address


def currency(cell: str) -> str:
    """An ISO 4217 code; 元, RMB and ¥ are the yuan."""
    code = cell.strip().upper()
    code = {"RMB": "CNY", "元": "CNY", "人民币": "CNY", "¥": "CNY", "￥": "CNY"}.get(code, code)
    if not re.fullmatch("[A-Z]{3}", code):
        raise CellRefused("not_a_currency", value=shown(cell))
    return code


def word_of(words: Mapping[str, str]) -> Reader:
    """One of several words, each written in any of its ways; `words` maps a way (lower case) to the word."""

    def read(cell: str) -> str:
        word = words.get(cell.strip().lower().replace(" ", "_").replace("-", "_"))
        if word is None:
            raise CellRefused("unknown_word", value=shown(cell), words=", ".join(dict.fromkeys(words.values())))
        return word

    return read


def minor(value: Decimal, code: str, column: str = "") -> int:
    """`value` in minor units of the currency `code`. Raises CellRefused(too_many_decimals)."""
    scaled = value.scaleb(minor_digits(code))
    whole = int(scaled)
    if whole != scaled:
        raise CellRefused("too_many_decimals", column, value=str(value), currency=code)
    return whole


def shown(cell: str) -> str:
    """What of a refused value is repeated in the reason."""
    return cell if len(cell) <= SHOWN else cell[: SHOWN - 1] + "…"

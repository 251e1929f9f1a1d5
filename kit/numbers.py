"""Numbers people read out: tickets, cases and orders, each with a check character (INTERFACES, "Numbers and roles")."""

import hashlib
import hmac
import re
from datetime import date

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_MOST_DIGITS = 18
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U
_ORDER_BITS = 30
_HALF = _ORDER_BITS // 2
_MASK = (1 << _HALF) - 1


def whole(text: str | None) -> int | None:
    """The whole number, not negative, that plain digits say, if a column can hold it; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def serial_number(prefix: str, on: date, sequence: int) -> str:
    """`T-26482137`: two digits of the year, the sequence (at least five digits) and a Damm check digit."""
    digits = f"{on:%y}{sequence:05d}"
    return f"{prefix}-{digits}{_damm(digits)}"


def parse_serial(prefix: str, text: str) -> str | None:
    """The canonical number meant by `text`, with or without prefix and hyphen; with a wrong or cut check digit it is tried as
    a number whose check digit was left off. None when it cannot be one."""
    digits = re.sub(rf"^{prefix}[-\s]?", "", text.strip().upper())
    if not re.fullmatch(r"[0-9]{7,18}", digits):
        return None
    if len(digits) > 7 and _damm(digits[:-1]) == digits[-1]:
        return f"{prefix}-{digits}"
    return f"{prefix}-{digits}{_damm(digits)}"


def order_number(on: date, sequence: int, key: bytes) -> str:
    """`LD260514-7KQ2MZ4`: date, six base-32 characters of a keyed permutation of the sequence, check character.

    Unique per sequence below 2**30, not guessable, and it does not show the volume."""
    body = _base32(_permute(sequence % (1 << _ORDER_BITS), key))
    return f"LD{on:%y%m%d}-{body}{_check32(f'{on:%y%m%d}{body}')}"


def parse_order_number(text: str) -> str | None:
    """The canonical order number meant by `text`, without prefix, hyphen or check character too. None when it cannot be one."""
    compact = re.sub(r"[-\s]", "", text.strip().upper()).removeprefix("LD")
    if not re.fullmatch(rf"[0-9]{{6}}[{_ALPHABET}]{{6,7}}", compact):
        return None
    day, body = compact[:6], compact[6:12]
    return f"LD{day}-{body}{_check32(day + body)}"


def _damm(digits: str) -> str:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def _permute(value: int, key: bytes) -> int:
    """A four-round Feistel network over 30 bits: a bijection, so distinct sequences give distinct numbers."""
    left, right = value >> _HALF, value & _MASK
    for round_ in range(4):
        digest = hmac.digest(key, bytes([round_]) + right.to_bytes(2, "big"), hashlib.sha256)
        left, right = right, left ^ (int.from_bytes(digest[:2], "big") & _MASK)
    return left << _HALF | right


def _base32(value: int) -> str:
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(25, -1, -5))


def _check32(text: str) -> str:
    """A checksum over GF(32): every single wrong character and every swap of neighbours is noticed."""
    total = 0
    for character in text:
        total = _times_x(total) ^ _ALPHABET.index(character)
    return _ALPHABET[_times_x(total)]


def _times_x(value: int) -> int:
    shifted = value << 1
    return shifted ^ 0b100101 if shifted & 32 else shifted

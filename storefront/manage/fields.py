"""Fields of the management's forms that take what people type literally: no signs, full-width digits, exponents (HARDENING H8)."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from kit import money, profile


class WholeNumber(StringField):  # type: ignore[misc]
    """A whole number from `least` to `most`; an empty field is None where `optional`. What was typed stays in the field."""

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] = (),
        *,
        least: int = 0,
        most: int = 1_000_000,
        optional: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(label, [*validators, self._check], **more)
        self.least, self.most, self.optional = least, most, optional

    @property
    def number(self) -> int | None:
        """The number, once the form is valid."""
        text = (self.data or "").strip()
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None

    def _check(self, _form: object, _field: object) -> None:
        if not (self.data or "").strip() and self.optional:
            return
        if self.number is None or not self.least <= self.number <= self.most:
            raise ValidationError(_l("Enter a whole number from %(least)s to %(most)s.", least=self.least, most=self.most))


class Amount(StringField):  # type: ignore[misc]
    """An amount of money above zero as people write it (459 or 459.00), in the shop's currency."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), *, optional: bool = False, **more: Any) -> None:
        super().__init__(label, [*validators, self._check], **more)
        self.optional = optional

    @property
    def minor(self) -> int | None:
        """The amount in minor units, once the form is valid."""
        text = (self.data or "").strip()
        return money.parse_amount(text, profile.current().currency) if text else None

    def _check(self, _form: object, _field: object) -> None:
        if not (self.data or "").strip() and self.optional:
            return
        try:
            money.parse_amount((self.data or "").strip(), profile.current().currency)
        except money.MoneyError as wrong:
            raise ValidationError(_l("Enter an amount such as 459 or 459.00.")) from wrong


def typed_amount(minor: int | None, currency: str) -> str:
    """An amount as the field shows it: 459.00."""
    if minor is None:
        return ""
    digits = money.minor_digits(currency)
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)

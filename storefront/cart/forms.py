"""What is put into the bag."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from storefront.cart.vocabulary import MAX_QUANTITY

_QUANTITY = _l("Choose between 1 and 99 pieces of an article.")


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A number in plain digits: signs, full-width digits, exponents and endless rows of digits are no quantity (HARDENING H8)."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist and not re.fullmatch("[0-9]{1,18}", str(valuelist[0]).strip(" ")):
            self.data = None
            raise ValueError(_QUANTITY)
        super().process_formdata(valuelist)


class PutForm(FlaskForm):  # type: ignore[misc]
    """An article and how many of it."""

    class Meta:
        csrf = False  # checked for every request by the guard

    sku = WholeNumber(_l("Variant"), [InputRequired(_l("Choose a variant.")), NumberRange(1, 2**62)])
    quantity = WholeNumber(_l("Quantity"), [InputRequired(_QUANTITY), NumberRange(1, MAX_QUANTITY, _QUANTITY)], default=1)


class QuantityForm(FlaskForm):  # type: ignore[misc]
    """How many of an article; 0 takes it out."""

    class Meta:
        csrf = False

    quantity = WholeNumber(_l("Quantity"), [InputRequired(_QUANTITY), NumberRange(0, MAX_QUANTITY, _QUANTITY)])


class CouponForm(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False

    code = StringField(_l("Coupon"), [Length(max=60)])

"""What people enter about promotions, codes and campaigns."""

import re
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateTimeLocalField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.validators import Optional as Maybe

from kit import money, profile
from storefront.manage.fields import Amount, WholeNumber
from storefront.promotions.vocabulary import Benefit, Funding, PromotionKind, RestoreOn, ReturnMode

_NAME = [InputRequired(_l("Enter a name.")), Length(max=120, message=_l("At most 120 characters."))]
_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
_STEP = re.compile(r"^\s*(\S+)\s*[=:：＝→]\s*(\S+)\s*$")


class Instant(DateTimeLocalField):  # type: ignore[misc]
    """A minute in the shop's zone."""

    def __init__(self, label: Any = None, validators: Any = (), **more: Any) -> None:
        super().__init__(label, validators, format=_FORMATS, **more)

    @property
    def at(self) -> datetime | None:
        """The instant in UTC, once the form is valid."""
        return self.data.replace(tzinfo=profile.current().zone) if self.data else None

    @staticmethod
    def shown(at: datetime | None) -> datetime | None:
        """An instant as the field takes it."""
        return at.astimezone(profile.current().zone).replace(tzinfo=None) if at else None


class PromotionForm(FlaskForm):  # type: ignore[misc]
    """The terms of a promotion. `value` is an amount, or a percentage with percent_off; articles are numbers with spaces between;
    a further step stands in a line of its own: 500 = 90."""

    class Meta:
        csrf = False  # checked for every request by the guard

    name_en = StringField(_l("Name in English"), _NAME)
    name_zh = StringField(_l("Name in Chinese"), _NAME)
    kind = SelectField(_l("For"), choices=[one.value for one in PromotionKind])
    benefit = SelectField(_l("Benefit"), choices=[one.value for one in Benefit])
    value = StringField(_l("Amount or percentage"), [Length(max=20)])
    threshold = Amount(_l("From this sum on"), optional=True)
    tiers = TextAreaField(_l("Further steps"), [Length(max=500)])
    units_limit = WholeNumber(_l("Pieces at the flash price"), optional=True, least=1)
    articles = TextAreaField(_l("Articles"), [Length(max=4000)])
    shelves = SelectMultipleField(_l("Shelves"))
    levels = SelectMultipleField(_l("Member levels"))
    campaign = SelectField(_l("Campaign"), coerce=int)
    starts_at = Instant(_l("Begins"), [InputRequired(_l("Enter day and time."))])
    ends_at = Instant(_l("Ends"), [Maybe()])
    priority = WholeNumber(_l("Order of application"), most=9_999)
    funding = SelectField(_l("Paid by"), choices=[one.value for one in Funding])
    return_mode = SelectField(_l("When something is returned"), choices=[one.value for one in ReturnMode])
    restore_on = SelectField(_l("The coupon comes back"), choices=[one.value for one in RestoreOn])
    is_stackable = BooleanField(_l("Together with other offers"))
    needs_coupon = BooleanField(_l("Only with a coupon"))

    def validate_value(self, field: StringField) -> None:
        if self.benefit.data != Benefit.FREE.value:
            self.amount(field.data or "")

    def validate_tiers(self, field: TextAreaField) -> None:
        self.steps(field.data or "")

    def amount(self, text: str) -> int:
        """Minor units, or basis points of a percentage. Raises ValidationError."""
        if self.benefit.data == Benefit.FREE.value:
            return 0
        if self.benefit.data == Benefit.PERCENT_OFF.value:
            match = re.fullmatch(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?\s*%?", text.strip())
            if match is None:
                raise ValidationError(_l("Enter a percentage such as 10 or 12.5."))
            return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
        try:
            return money.parse_amount(text.strip(), profile.current().currency)
        except money.MoneyError as wrong:
            raise ValidationError(_l("Enter an amount such as 459 or 459.00.")) from wrong

    def steps(self, text: str) -> list[list[int]]:
        """Pairs of sum and value. Raises ValidationError."""
        found = []
        for line in text.splitlines():
            if not line.strip():
                continue
            match = _STEP.match(line)
            if match is None:
                raise ValidationError(_l("Write each step in a line of its own, such as 500 = 90."))
            try:
                least = money.parse_amount(match[1], profile.current().currency)
            except money.MoneyError as wrong:
                raise ValidationError(_l("Write each step in a line of its own, such as 500 = 90.")) from wrong
            found.append([least, self.amount(match[2])])
        return found


class CodesForm(FlaskForm):  # type: ignore[misc]
    """How many codes to make, and how often each may be used."""

    class Meta:
        csrf = False

    number = WholeNumber(_l("How many codes"), least=1, most=500)
    limit_total = WholeNumber(_l("Uses of each code"), least=1, optional=True)
    limit_per_customer = WholeNumber(_l("Uses by one customer"), least=1, optional=True)


class PreviewForm(FlaskForm):  # type: ignore[misc]
    """A sample basket: one article a line, number and pieces."""

    class Meta:
        csrf = False

    basket = TextAreaField(_l("Sample basket"), [InputRequired(_l("Enter at least one article.")), Length(max=2000)])


class CampaignForm(FlaskForm):  # type: ignore[misc]
    """Name, period and budget of a campaign."""

    class Meta:
        csrf = False

    name_en = StringField(_l("Name in English"), _NAME)
    name_zh = StringField(_l("Name in Chinese"), _NAME)
    starts_at = Instant(_l("Begins"), [InputRequired(_l("Enter day and time."))])
    ends_at = Instant(_l("Ends"), [InputRequired(_l("Enter day and time."))])
    budget = Amount(_l("Budget"), optional=True)
    limit_per_customer = WholeNumber(_l("Orders with coupons per customer"), least=1, optional=True)
    note = TextAreaField(_l("Note"), [Length(max=2000)])

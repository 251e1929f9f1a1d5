"""The checkout form, and what those who look after the money enter."""

from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional

from kit import money, profile
from kit.errors import RuleViolation
from storefront.cart.forms import WholeNumber
from storefront.members.forms import TRIM, AddressForm


class CheckoutForm(AddressForm):
    """Who gets the parcel, how it travels and who pays. Prices are never taken from here; `quote` says which were seen."""

    quote = HiddenField(validators=[Length(max=80)])
    email = StringField(_l("E-mail address"), [Length(max=320)], filters=TRIM)
    note = TextAreaField(_l("Note for the shop"), [Length(max=500, message=_l("At most 500 characters."))], filters=TRIM)
    delivery = RadioField(_l("Delivery"), [InputRequired(_l("Choose a delivery."))])
    provider = RadioField(_l("Payment"), [Optional()])
    use_store_credit = BooleanField(_l("Use store credit"))
    use_points = BooleanField(_l("Use points"))

    @classmethod
    def offering(cls, deliveries: list[str], providers: list[str], *, is_guest: bool, **given: Any) -> "CheckoutForm":
        """The form with today's choices; a guest must leave an address for the answer."""
        form = cls(**given)
        form.delivery.choices = [SelectChoice(key) for key in deliveries]
        form.provider.choices = [SelectChoice(key) for key in providers]
        if is_guest:
            wanted = _l("Enter an e-mail address such as name@example.com.")
            form.email.validators = [InputRequired(wanted), Email(wanted), *form.email.validators]
        return form


class EntryForm(FlaskForm):  # type: ignore[misc]
    """One entry of the bank statement."""

    class Meta:
        csrf = False

    reference = StringField(_l("Reference"), [InputRequired(_l("Enter the bank's reference.")), Length(max=100)], filters=TRIM)
    amount = StringField(_l("Amount"), [InputRequired(_l("Enter an amount such as 459.00.")), Length(max=20)], filters=TRIM)
    payer = StringField(_l("Payer"), [Length(max=200)], filters=TRIM)
    text = StringField(_l("Text"), [Length(max=500)], filters=TRIM)


class CardForm(FlaskForm):  # type: ignore[misc]
    """Prepaid cards to issue; 0 years means that they do not expire."""

    class Meta:
        csrf = False

    _COUNT = _l("Issue between 1 and 500 cards at once.")
    count = WholeNumber(_l("Cards"), [InputRequired(_COUNT), NumberRange(1, 500, _COUNT)], default=1)
    amount = StringField(_l("Amount"), [InputRequired(_l("Enter an amount such as 459.00.")), Length(max=20)], filters=TRIM)
    years = WholeNumber(_l("Valid for years"), [InputRequired(), NumberRange(0, 10)], default=3)


class RedeemForm(FlaskForm):  # type: ignore[misc]
    """The code of a prepaid card."""

    class Meta:
        csrf = False

    code = StringField(_l("Code"), [InputRequired(_l("Enter the code of the card.")), Length(max=40)], filters=TRIM)


def amount_in(text: str, currency: str) -> int:
    """An amount above zero as typed, in minor units. Raises RuleViolation("bad_amount")."""
    try:
        amount = money.parse_amount(text, currency)
    except money.MoneyError as wrong:
        raise RuleViolation("bad_amount", "Enter an amount such as 459.00.", field="amount") from wrong
    if not 0 < amount < 10**15:
        raise RuleViolation("bad_amount", "Enter an amount above zero.", field="amount")
    return amount


def day_in(text: str, otherwise: datetime) -> datetime:
    """A day as 2026-05-14 at noon of the shop's zone, in UTC. Raises RuleViolation("bad_date")."""
    if not text.strip():
        return otherwise
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise RuleViolation("bad_date", "Write the day as 2026-05-14.", field="date") from wrong
    return datetime.combine(day, time(12), profile.current().zone).astimezone(UTC)


class CancelForm(FlaskForm):  # type: ignore[misc]
    """How many pieces of an item are not wanted any more."""

    class Meta:
        csrf = False

    _QUANTITY = _l("Choose between 1 and 99 pieces of an article.")
    quantity = WholeNumber(_l("Quantity"), [InputRequired(_QUANTITY), NumberRange(1, 99, _QUANTITY)])

"""The checkout form."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, Optional, Regexp

_PHONE = r"^[+＋]?[\d０-９][\d０-９ \-()（）]{5,24}$"
_TRIM = [lambda text: text.strip() if text else text]


class CheckoutForm(FlaskForm):  # type: ignore[misc]
    """Who gets the parcel, how it travels and who pays. Prices are never taken from here; `quote` says which were seen."""

    class Meta:
        csrf = False  # checked for every request by the guard

    quote = HiddenField(validators=[Length(max=80)])
    email = StringField(_l("E-mail address"), [Length(max=320)], filters=_TRIM)
    recipient = StringField(_l("Recipient"), [InputRequired(_l("Enter who receives the parcel.")), Length(max=120)], filters=_TRIM)
    phone = StringField(
        _l("Phone"),
        [InputRequired(_l("Enter a number that the courier can call.")), Regexp(_PHONE, message=_l("Enter a phone number."))],
        filters=_TRIM,
    )
    street = StringField(
        _l("Street, house number, room"), [InputRequired(_l("Enter the address.")), Length(max=300)], filters=_TRIM
    )
    region = StringField(_l("City or region"), [InputRequired(_l("Enter the city.")), Length(max=120)], filters=_TRIM)
    postcode = StringField(_l("Postcode"), [Optional(), Length(max=20)], filters=_TRIM)
    note = TextAreaField(_l("Note for the shop"), [Length(max=500, message=_l("At most 500 characters."))], filters=_TRIM)
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

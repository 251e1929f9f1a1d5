"""An address, as the checkout, the address book and a changed order take it."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

_PHONE = r"^[+＋]?[\d０-９][\d０-９ \-()（）]{5,24}$"
TRIM = [lambda text: text.strip() if text else text]


class AddressForm(FlaskForm):  # type: ignore[misc]
    """Who gets a parcel, and where."""

    class Meta:
        csrf = False  # checked for every request by the guard

    recipient = StringField(_l("Recipient"), [InputRequired(_l("Enter who receives the parcel.")), Length(max=120)], filters=TRIM)
    phone = StringField(
        _l("Phone"),
        [InputRequired(_l("Enter a number that the courier can call.")), Regexp(_PHONE, message=_l("Enter a phone number."))],
        filters=TRIM,
    )
    street = StringField(_l("Street, house number, room"), [InputRequired(_l("Enter the address.")), Length(max=300)], filters=TRIM)
    region = StringField(_l("City or region"), [InputRequired(_l("Enter the city.")), Length(max=120)], filters=TRIM)
    postcode = StringField(_l("Postcode"), [Optional(), Length(max=20)], filters=TRIM)

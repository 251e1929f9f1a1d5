"""What a customer may still change about an order."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Optional, Regexp

from storefront.members.forms import TRIM, AddressForm


class ChangeForm(AddressForm):
    """Recipient, address and note. `version` is the order's as the person saw it."""

    note = TextAreaField(_l("Note for the shop"), [Length(max=500, message=_l("At most 500 characters."))], filters=TRIM)
    version = HiddenField(validators=[Optional(), Regexp("^[0-9]{1,18}$")])

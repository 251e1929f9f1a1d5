"""What the warehouse enters about parcels."""

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from storefront.shipping import queries
from storefront.shipping.vocabulary import ShipmentStatus

_TRACKING = _l("Enter the tracking number from the label: letters, digits and hyphens.")
SCANNED = (
    ShipmentStatus.IN_TRANSIT,
    ShipmentStatus.OUT_FOR_DELIVERY,
    ShipmentStatus.DELIVERED,
    ShipmentStatus.ATTEMPT_FAILED,
    ShipmentStatus.REFUSED,
    ShipmentStatus.LOST,
    ShipmentStatus.DAMAGED,
)


class ShipForm(FlaskForm):  # type: ignore[misc]
    """Carrier and tracking number of a parcel that leaves."""

    class Meta:
        csrf = False  # checked for every request by the guard

    carrier = SelectField(
        _l("Carrier"), [InputRequired()], choices=lambda: [SelectChoice(known.key) for known in queries.offered()]
    )
    tracking = StringField(
        _l("Tracking number"), [InputRequired(_TRACKING), Length(4, 40, _TRACKING), Regexp(r"^[A-Za-z0-9-]+$", message=_TRACKING)],
        filters=[lambda text: text.strip() if text else text],
    )  # fmt: skip


def units_of(fields: Mapping[str, str]) -> list[tuple[int, int]] | None:
    """What was chosen for a parcel from fields named `line-<id>`; None when the form had none of them: all that is left."""
    named = [(name.removeprefix("line-"), value.strip()) for name, value in fields.items() if name.startswith("line-")]
    sound = [
        (int(line), int(value)) for line, value in named if re.fullmatch("[0-9]{1,18}", line) and re.fullmatch("[0-9]{1,2}", value)
    ]
    return sound if named else None


class ScanForm(FlaskForm):  # type: ignore[misc]
    """Where a parcel was seen."""

    class Meta:
        csrf = False

    status = SelectField(_l("Status"), [InputRequired()], choices=[SelectChoice(status.value) for status in SCANNED])
    place = StringField(_l("Place"), [Length(max=120)])

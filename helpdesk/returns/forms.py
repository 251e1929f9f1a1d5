"""Shape and validation of what people type about cases."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from helpdesk.returns.vocabulary import Disposition, Grade
from kit.numbers import whole

LONGEST_WORDS = 4000
OFFERED_DISPOSITIONS = (
    Disposition.RESTOCK_NEW,
    Disposition.REFURBISH,
    Disposition.RETURN_TO_VENDOR,
    Disposition.SCRAP,
    Disposition.DONATE,
    Disposition.HOLD_AS_EVIDENCE,
)


class Form(FlaskForm):  # type: ignore[misc]
    """The site checks the token of every form once."""

    class Meta:
        csrf = False


class RejectForm(Form):
    reason = TextAreaField(
        _l("Reason the customer reads"),
        validators=[
            InputRequired(_l("Write why.")),
            Length(10, LONGEST_WORDS, _l("Write at least 10 characters, so the customer knows why.")),
        ],
    )


class AskForm(Form):
    question = TextAreaField(
        _l("What do you need from the customer?"),
        validators=[
            InputRequired(_l("Write what you need.")),
            Length(10, LONGEST_WORDS, _l("Write at least 10 characters: what do you need?")),
        ],
    )


class TrackingForm(Form):
    """The parcel back. Choices are the shop's carriers."""

    carrier = SelectField(_l("Carrier"), validators=[InputRequired(_l("Choose the carrier."))])
    tracking = StringField(
        _l("Tracking number"),
        validators=[InputRequired(_l("Enter the tracking number as it stands on the receipt.")), Length(max=60)],
    )


class SupplyForm(Form):
    words = TextAreaField(_l("Your answer"), validators=[Optional(), Length(max=LONGEST_WORDS)])


class ReceiveForm(Form):
    """What was counted in, beside one `units-<line>` field per item."""

    is_all = BooleanField(_l("Nothing else will come; what is missing was not in the parcel."))
    unexpected = StringField(_l("Something in the parcel that was not announced"), validators=[Optional(), Length(max=500)])


class PayoutForm(Form):
    proof = TextAreaField(
        _l("How and when was it paid? Name the receipt."),
        validators=[InputRequired(_l("Write how it was paid.")), Length(10, 500)],
    )


def units(values: Mapping[str, str], prefix: str) -> dict[int, int]:
    """Numbers of fields such as `units-12`, by the id in their name; what is no whole number counts as nothing."""
    found = {}
    for name, text in values.items():
        key = name.removeprefix(prefix)
        if name.startswith(prefix) and (line_id := whole(key)) and (count := whole(text)) is not None:
            found[line_id] = count
    return found


def findings(values: Mapping[str, str]) -> list[dict[str, Any]]:
    """Per case line: the chosen grade and disposition, with the quantity and a note. Lines without a choice are left out."""
    chosen = []
    for line_id, quantity in units(values, "found-").items():
        grade, disposition = values.get(f"grade-{line_id}", ""), values.get(f"disposition-{line_id}", "")
        if grade in set(Grade) and disposition in {str(word) for word in OFFERED_DISPOSITIONS}:
            chosen.append(
                {
                    "line_id": line_id,
                    "quantity": quantity,
                    "grade": Grade(grade),
                    "disposition": Disposition(disposition),
                    "note": values.get(f"note-{line_id}", "")[:1000],
                }
            )
    return chosen

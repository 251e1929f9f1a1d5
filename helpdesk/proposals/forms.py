"""Shape and validation of what agents and customers type about proposals."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from helpdesk.proposals.vocabulary import LEAST_TEXT, MOST_TEXT
from kit import money
from kit.web.words import gettext as _

HOURS = ("24", "48", "72", "168")


class OfferForm(FlaskForm):  # type: ignore[misc]
    """What an agent offers. Lines come as `line-<id>` fields beside it."""

    class Meta:
        csrf = False

    resolution = RadioField(_l("What do you offer?"), validators=[InputRequired(_l("Choose what to offer."))])
    amount = StringField(_l("Amount"), validators=[Optional(), Length(max=20)])
    credit = StringField(_l("Store credit for the trouble"), validators=[Optional(), Length(max=20)])
    text = TextAreaField(
        _l("What the customer will read"),
        validators=[
            InputRequired(_l("Write what you offer and why.")),
            Length(LEAST_TEXT, MOST_TEXT, _l("Write at least 10 characters, so the customer knows why.")),
        ],
    )
    hours = SelectField(_l("Answer within"), default="48", choices=[SelectChoice(hours) for hours in HOURS])
    seen_up_to = HiddenField()

    def amount_minor(self, currency: str) -> int | None:
        return money.parse_amount(self.amount.data, currency) if self.amount.data else None

    def credit_minor(self, currency: str) -> int | None:
        return money.parse_amount(self.credit.data, currency) if self.credit.data else None

    def validate_amount(self, field: StringField) -> None:
        _check_amount(field.data)

    def validate_credit(self, field: StringField) -> None:
        _check_amount(field.data)


class SpokenForm(FlaskForm):  # type: ignore[misc]
    """What a customer said to an agent, yes or no."""

    class Meta:
        csrf = False

    words = TextAreaField(
        _l("What did the customer say, and when?"),
        validators=[InputRequired(_l("Write down what was said.")), Length(LEAST_TEXT, 1000)],
    )


def _check_amount(text: str | None) -> None:
    if not text:
        return
    try:
        money.parse_amount(text)
    except money.MoneyError:
        raise ValidationError(_("Enter an amount such as 12.50.")) from None

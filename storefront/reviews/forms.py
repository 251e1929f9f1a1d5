"""A review as a buyer writes it."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length


class ReviewForm(FlaskForm):  # type: ignore[misc]
    """One to five stars and, if wished, words."""

    class Meta:
        csrf = False  # checked for every request by the guard

    stars = RadioField(
        _l("Stars"), [InputRequired(_l("Choose one to five stars."))], choices=[SelectChoice(n, str(n)) for n in (5, 4, 3, 2, 1)]
    )
    body = TextAreaField(_l("Your review"), [Length(max=4000, message=_l("At most 4,000 characters."))])


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """The shop's public answer."""

    class Meta:
        csrf = False

    text = TextAreaField(_l("Public answer"), [Length(max=2000, message=_l("At most 2,000 characters."))])

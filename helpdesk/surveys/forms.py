"""The forms of surveys: the customer's answer, the shop's choices."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from helpdesk.surveys.commands import Answer
from helpdesk.surveys.models import SurveySettings
from helpdesk.surveys.vocabulary import MAX_COMMENT, Praise, Solved

PRAISE = (
    (Praise.QUICK, _l("Quick reply")),
    (Praise.CLEAR, _l("Clear answer")),
    (Praise.FAIR, _l("Fair solution")),
    (Praise.FRIENDLY, _l("Friendly")),
    (Praise.DELIVERY, _l("Delivery")),
)
SOLVED = ((Solved.YES, _l("Yes")), (Solved.PARTLY, _l("Partly")), (Solved.NO, _l("No, please reopen it")))
FACES = (
    (1, "angry", _l("Very bad")),
    (2, "frown", _l("Bad")),
    (3, "meh", _l("Okay")),
    (4, "smile", _l("Good")),
    (5, "laugh", _l("Very good")),
)

HOUR_S, DAY_S = 3_600, 86_400


class SurveyForm(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False

    score = RadioField(
        _l("Your rating"),
        [InputRequired(_l("Choose one of the five faces."))],
        choices=[SelectChoice(value, label) for value, _mark, label in FACES],
        coerce=int,
        validate_choice=True,
    )
    praise = SelectMultipleField(
        _l("What went well?"), choices=[SelectChoice(*pair) for pair in PRAISE], widget=ListWidget(), option_widget=CheckboxInput()
    )
    solved = RadioField(_l("Is the problem solved?"), [Optional()], choices=[SelectChoice(*pair) for pair in SOLVED])
    comment = TextAreaField(
        _l("Anything we should do better?"), [Length(max=MAX_COMMENT, message=_l("Please keep it under 4,000 characters."))]
    )
    may_call = BooleanField(_l("You may call me about this"))

    def answer(self) -> Answer:
        return Answer(
            score=self.score.data,
            praise=tuple(self.praise.data or ()),
            solved=Solved(self.solved.data) if self.solved.data else None,
            comment=self.comment.data or "",
            may_call=self.may_call.data,
        )


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """When customers are asked: hours and days for people, seconds in the table."""

    class Meta:
        csrf = False

    is_on = BooleanField(_l("Ask customers after their request was solved"))
    delay_hours = IntegerField(_l("Hours between solving and asking"), [InputRequired(), NumberRange(0, 24 * 14)])
    open_days = IntegerField(_l("Days in which an answer can be given"), [InputRequired(), NumberRange(1, 60)])
    remind_days = IntegerField(_l("Days until the one reminder"), [InputRequired(), NumberRange(1, 60)])

    @classmethod
    def of(cls, settings: SurveySettings) -> "SettingsForm":
        return cls(
            formdata=None,
            is_on=settings.is_on,
            delay_hours=settings.delay_s // HOUR_S,
            open_days=settings.open_s // DAY_S,
            remind_days=settings.remind_after_s // DAY_S,
        )

    def changes(self) -> dict[str, int | bool]:
        return {
            "is_on": self.is_on.data,
            "delay_s": self.delay_hours.data * HOUR_S,
            "open_s": self.open_days.data * DAY_S,
            "remind_after_s": self.remind_days.data * DAY_S,
        }

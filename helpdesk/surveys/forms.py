"""The survey's form."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from helpdesk.surveys.commands import Answer
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


class SurveyForm(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False

    score = RadioField(
        _l("Your rating"),
        [InputRequired(_l("Choose one of the five faces."))],
        choices=[(value, label) for value, _mark, label in FACES],
        coerce=int,
        validate_choice=True,
    )
    praise = SelectMultipleField(_l("What went well?"), choices=PRAISE, widget=ListWidget(), option_widget=CheckboxInput())
    solved = RadioField(_l("Is the problem solved?"), [Optional()], choices=SOLVED)
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

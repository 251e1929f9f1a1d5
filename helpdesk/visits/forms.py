"""The forms of visits: the outcome of an attempt, planning one by hand. Wall times are those of the shop's zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from helpdesk.visits.commands.recording import Attempt
from helpdesk.visits.vocabulary import MAX_NOTE, Outcome, Way

OUTCOMES = (
    (Outcome.REACHED, _l("Reached")),
    (Outcome.NO_ANSWER, _l("Not reached")),
    (Outcome.CALL_BACK, _l("Call back later")),
    (Outcome.WRONG_NUMBER, _l("Wrong number")),
    (Outcome.NO_CALLS, _l("Does not want calls")),
)
MOODS = ((1, _l("1 angry")), (2, "2"), (3, _l("3 neutral")), (4, "4"), (5, _l("5 happy")))
WAYS = ((Way.CALL, _l("Call")), (Way.MAIL, _l("E-mail")), (Way.HOME, _l("Home visit")))
_LOCAL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
_TOO_LONG = _l("Please keep it under 4,000 characters.")


class OutcomeForm(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False

    outcome = RadioField(_l("Outcome"), [InputRequired(_l("Choose how it went."))], choices=OUTCOMES)
    mood = RadioField(_l("How is the customer now?"), [Optional()], choices=MOODS, coerce=int)
    note = TextAreaField(_l("What was said and promised"), [Length(max=MAX_NOTE, message=_TOO_LONG)])
    next_at = DateTimeLocalField(_l("Next follow-up"), [Optional()], format=_LOCAL)
    version = HiddenField()

    def attempt(self, zone: ZoneInfo) -> Attempt:
        return Attempt(
            outcome=Outcome(self.outcome.data),
            mood=self.mood.data or None,
            note=self.note.data or "",
            next_at=_instant(self.next_at.data, zone),
        )

    @property
    def seen_version(self) -> int | None:
        return int(self.version.data) if (self.version.data or "").isdigit() else None


class PlanForm(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False

    whom = StringField(_l("Customer"), [InputRequired(_l("Enter an e-mail address or a ticket number.")), Length(max=320)])
    way = RadioField(_l("How"), [InputRequired()], choices=WAYS, default=Way.CALL)
    due_at = DateTimeLocalField(_l("When"), [InputRequired(_l("Choose a day and a time."))], format=_LOCAL)
    about = TextAreaField(
        _l("What to ask or tell"), [InputRequired(_l("Say in a few words why.")), Length(max=MAX_NOTE, message=_TOO_LONG)]
    )

    def planned_for(self, zone: ZoneInfo) -> datetime:
        found = _instant(self.due_at.data, zone)
        if found is None:
            raise ValueError("validated forms have a time")
        return found


def _instant(wall: datetime | None, zone: ZoneInfo) -> datetime | None:
    return wall.replace(tzinfo=zone).astimezone(UTC) if wall else None

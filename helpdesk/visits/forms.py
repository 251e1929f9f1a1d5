"""The forms of visits: the outcome of an attempt, planning one by hand. Wall times are those of the shop's zone."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from helpdesk.visits.commands.recording import Attempt
from helpdesk.visits.models import VisitSettings
from helpdesk.visits.vocabulary import MAX_NOTE, Outcome, Way
from kit.numbers import whole
from kit.web.words import gettext

OUTCOMES = (
    (Outcome.REACHED, _l("Reached")),
    (Outcome.NO_ANSWER, _l("Not reached")),
    (Outcome.CALL_BACK, _l("Call back later")),
    (Outcome.WRONG_NUMBER, _l("Wrong number")),
    (Outcome.NO_CALLS, _l("Does not want calls")),
)
MOODS = ((1, _l("1 angry")), (2, "2"), (3, _l("3 neutral")), (4, "4"), (5, _l("5 happy")))
WAYS = ((Way.CALL, _l("Call")), (Way.MAIL, _l("E-mail")), (Way.HOME, _l("Home visit")))
DAYS = tuple(enumerate((_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"))))
HOUR_S, DAY_S = 3_600, 86_400
_LOCAL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
_TOO_LONG = _l("Please keep it under 4,000 characters.")


class OutcomeForm(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False

    outcome = RadioField(
        _l("Outcome"), [InputRequired(_l("Choose how it went."))], choices=[SelectChoice(*pair) for pair in OUTCOMES]
    )
    mood = RadioField(_l("How is the customer now?"), [Optional()], choices=[SelectChoice(*pair) for pair in MOODS], coerce=int)
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
        return whole(str(self.version.data))


class PlanForm(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False

    whom = StringField(_l("Customer"), [InputRequired(_l("Enter an e-mail address or a ticket number.")), Length(max=320)])
    way = RadioField(_l("How"), [InputRequired()], choices=[SelectChoice(*pair) for pair in WAYS], default=Way.CALL)
    due_at = DateTimeLocalField(_l("When"), [InputRequired(_l("Choose a day and a time."))], format=_LOCAL)
    about = TextAreaField(
        _l("What to ask or tell"), [InputRequired(_l("Say in a few words why.")), Length(max=MAX_NOTE, message=_TOO_LONG)]
    )

    def planned_for(self, zone: ZoneInfo) -> datetime:
        found = _instant(self.due_at.data, zone)
        if found is None:
            raise ValueError("validated forms have a time")
        return found


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """When customers may be called: days and wall times for people, seconds in the table."""

    class Meta:
        csrf = False

    is_on = BooleanField(_l("Plan follow-ups by itself"))
    after_days = IntegerField(_l("Days after a solved complaint"), [InputRequired(), NumberRange(0, 90)])
    after_hours = IntegerField(_l("Hours after a low score"), [InputRequired(), NumberRange(0, 240)])
    opens = TimeField(_l("Calls from"), [InputRequired()])
    closes = TimeField(_l("Calls until"), [InputRequired()])
    weekdays = SelectMultipleField(
        _l("Days"), [InputRequired(_l("Choose at least one day."))], choices=[SelectChoice(*pair) for pair in DAYS], coerce=int
    )

    @classmethod
    def of(cls, settings: VisitSettings) -> "SettingsForm":
        return cls(
            formdata=None,
            is_on=settings.is_on,
            after_days=settings.after_solving_s // DAY_S,
            after_hours=settings.after_low_score_s // HOUR_S,
            opens=_wall(settings.opens_s),
            closes=_wall(settings.closes_s),
            weekdays=settings.weekdays,
        )

    def validate_closes(self, field: TimeField) -> None:
        if self.opens.data and field.data and field.data <= self.opens.data:
            raise ValidationError(gettext("Choose a time after the first one."))

    def changes(self) -> dict[str, Any]:
        return {
            "is_on": self.is_on.data,
            "after_solving_s": self.after_days.data * DAY_S,
            "after_low_score_s": self.after_hours.data * HOUR_S,
            "opens_s": _seconds(self.opens.data),
            "closes_s": _seconds(self.closes.data),
            "weekdays": sorted(self.weekdays.data),
        }


def _wall(seconds: int) -> time:
    return time(seconds // HOUR_S % 24, seconds % HOUR_S // 60)


def _seconds(wall: time) -> int:
    return wall.hour * HOUR_S + wall.minute * 60


def _instant(wall: datetime | None, zone: ZoneInfo) -> datetime | None:
    return wall.replace(tzinfo=zone).astimezone(UTC) if wall else None

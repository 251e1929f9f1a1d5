"""A calendar as its page sends it: hours like 09:00–12:30, 13:30–18:00, days one a line."""

import re
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length, Optional

from helpdesk.sla.forms.naming import NamedForm
from helpdesk.sla.rules.documents import WEEKDAYS

_SPAN = re.compile(r"([0-2][0-9]:[0-5][0-9])\s*[-–—~至]\s*([0-2][0-9]:[0-5][0-9])", re.ASCII)


class CalendarForm(NamedForm):
    """A calendar; hours are written like 09:00–12:30, 13:30–18:00, days one a line."""

    always = BooleanField(_l("Open around the clock"))
    timezone = StringField(_l("Time zone"), [Optional(), Length(max=60)])
    mon = StringField(_l("Monday"))
    tue = StringField(_l("Tuesday"))
    wed = StringField(_l("Wednesday"))
    thu = StringField(_l("Thursday"))
    fri = StringField(_l("Friday"))
    sat = StringField(_l("Saturday"))
    sun = StringField(_l("Sunday"))
    holidays = TextAreaField(_l("Closed on"), [Length(max=20_000)])
    special_days = TextAreaField(_l("Other hours on"), [Length(max=20_000)])

    def validate_timezone(self, field: StringField) -> None:
        if not self.always.data and field.data not in available_timezones():
            raise ValidationError(_l("Choose a time zone such as Asia/Shanghai."))

    def document(self) -> dict[str, Any] | None:
        """The calendar of INTERFACES; None is around the clock. Hours that cannot be read are left for the rules to refuse."""
        if self.always.data:
            return None
        special = [line.split(maxsplit=1) for line in _lines(self.special_days.data)]
        return {
            "timezone": ZoneInfo(str(self.timezone.data)).key,
            "week": {day: hours for day in WEEKDAYS if (hours := _hours(getattr(self, day).data))},
            "holidays": _lines(self.holidays.data),
            "special_days": {parts[0]: _hours(parts[1] if len(parts) > 1 else "") for parts in special},
        }

    @classmethod
    def values_of(cls, document: dict[str, Any] | None) -> dict[str, Any]:
        """A stored document as the form's values."""
        if document is None:
            return {"always": True}
        special = document.get("special_days") or {}
        return {
            **{day: _written(document["week"].get(day) or []) for day in WEEKDAYS},
            "timezone": document["timezone"],
            "holidays": "\n".join(document.get("holidays") or []),
            "special_days": "\n".join(f"{day} {_written(hours)}".strip() for day, hours in sorted(special.items())),
        }


def _hours(text: str | None) -> list[list[str]]:
    parts = [part for part in re.split(r"[,，;；]", text or "") if part.strip()]
    found = [_SPAN.fullmatch(part.strip()) for part in parts]
    return [[span[1], span[2]] if span else [part.strip()] for span, part in zip(found, parts, strict=True)]


def _written(hours: list[list[str]]) -> str:
    return ", ".join(f"{opens}–{closes}" for opens, closes in hours)


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]

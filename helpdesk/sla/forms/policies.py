"""A policy as its page sends it: conditions, targets by priority, warnings."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from helpdesk.sla.forms.naming import NamedForm
from helpdesk.sla.rules.agreements import PRIORITIES

YEAR_MIN, YEAR_H = 366 * 1440, 366 * 24
CATEGORIES = [
    ("quality", _l("Quality")),
    ("logistics", _l("Logistics")),
    ("service", _l("Service")),
    ("order", _l("Order")),
    ("account", _l("Account")),
    ("other", _l("Other")),
]
CHANNELS = [
    ("web", _l("Web form")),
    ("email", _l("E-mail")),
    ("phone", _l("Phone")),
    ("chat", _l("Chat")),
    ("api", _l("Interface")),
    ("carrier", _l("Carrier")),
    ("review", _l("Review")),
]
POINTS = [
    ("", _l("No warning")),
    ("percent", _l("% of the target")),
    ("before_s", _l("minutes before it is due")),
    ("after_s", _l("minutes after it was due")),
]
RECIPIENTS = [
    ("owner", _l("Assignee")),
    ("owner lead", _l("Assignee and team lead")),
    ("lead", _l("Team lead")),
    ("manager", _l("Manager")),
    ("owner lead manager", _l("Assignee, team lead and manager")),
]


class Ticks(SelectMultipleField):  # type: ignore[misc]
    """Several choices as tick boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TargetsForm(Form):  # type: ignore[misc]
    """The promises for one priority; an empty field promises nothing."""

    first_reply = IntegerField(_l("First reply"), [Optional(), NumberRange(1, YEAR_MIN)])
    next_reply = IntegerField(_l("Next reply"), [Optional(), NumberRange(1, YEAR_MIN)])
    resolution = IntegerField(_l("Resolution"), [Optional(), NumberRange(1, YEAR_H)])


class WarningForm(Form):  # type: ignore[misc]
    """One warning: when, and to whom."""

    point = SelectField(_l("At which point"), choices=[SelectChoice(*pair) for pair in POINTS])
    value = IntegerField(_l("How much"), [Optional(), NumberRange(0, YEAR_MIN)])
    to = SelectField(_l("Sent to"), choices=[SelectChoice(*pair) for pair in RECIPIENTS])

    def validate_point(self, field: SelectField) -> None:
        if field.data and self.value.data is None:
            raise ValidationError(_l("Enter a number."))
        if field.data == "percent" and not 1 <= self.value.data <= 1000:
            raise ValidationError(_l("Enter a percentage from 1 to 1000."))


class PolicyForm(NamedForm):
    """A policy. `document()` is what `rules.agreements` reads."""

    category = Ticks(_l("Category"), choices=[SelectChoice(*pair) for pair in CATEGORIES])
    channel = Ticks(_l("Channel"), choices=[SelectChoice(*pair) for pair in CHANNELS])
    group = Ticks(_l("Team"), choices=[])
    urgent = FormField(TargetsForm)
    high = FormField(TargetsForm)
    normal = FormField(TargetsForm)
    low = FormField(TargetsForm)
    calendar_id = SelectField(_l("Calendar"), coerce=int, choices=[])
    warnings = FieldList(FormField(WarningForm), max_entries=8)

    def document(self) -> dict[str, Any]:
        chosen = {name: getattr(self, name).data or [] for name in ("category", "channel", "group")}
        return {
            "when": {name: values for name, values in chosen.items() if values},
            "targets": {priority: _targets(getattr(self, priority)) for priority in PRIORITIES},
            "warnings": [_warning(entry) for entry in self.warnings if entry.point.data],
        }

    @classmethod
    def values_of(cls, document: dict[str, Any]) -> dict[str, Any]:
        """A stored document as the form's values."""
        values: dict[str, Any] = dict(document.get("when") or {})
        for priority in PRIORITIES:
            targets = document["targets"].get(priority) or {}
            values[priority] = {
                "first_reply": _divided(targets.get("first_reply_s"), 60),
                "next_reply": _divided(targets.get("next_reply_s"), 60),
                "resolution": _divided(targets.get("resolution_s"), 3600),
            }
        values["warnings"] = [_warning_values(entry) for entry in document.get("warnings") or []]
        return values


def _targets(entry: Any) -> dict[str, int]:
    stated = {
        "first_reply_s": (entry.first_reply.data, 60),
        "next_reply_s": (entry.next_reply.data, 60),
        "resolution_s": (entry.resolution.data, 3600),
    }
    return {name: value * unit for name, (value, unit) in stated.items() if value is not None}


def _warning(entry: Any) -> dict[str, Any]:
    value = entry.value.data if entry.point.data == "percent" else entry.value.data * 60
    return {entry.point.data: value, "to": entry.to.data.split()}


def _warning_values(stated: dict[str, Any]) -> dict[str, Any]:
    point = next(name for name in ("percent", "before_s", "after_s") if stated.get(name) is not None)
    value = stated[point] if point == "percent" else stated[point] // 60
    return {"point": point, "value": value, "to": " ".join(stated.get("to") or ["owner"])}


def _divided(seconds: int | None, unit: int) -> int | None:
    return None if seconds is None else seconds // unit

"""The service level every shop starts with: an answer within the hour, day and night."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from helpdesk.sla.models import SlaCalendar, SlaCalendarVersion, SlaPolicy, SlaPolicyVersion
from helpdesk.sla.rules.agreements import PRIORITIES
from kit import profile
from kit.db import db
from kit.defaults import installs_defaults

HOUR_S, DAY_S = 3600, 86400
STANDARD = {"first_reply_s": HOUR_S, "next_reply_s": HOUR_S, "resolution_s": DAY_S}
WARNINGS: list[dict[str, Any]] = [
    {"percent": 75, "to": ["owner"]},
    {"after_s": 1800, "to": ["manager"]},
]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@installs_defaults
def install(now: datetime) -> None:
    """Two calendars and the one-hour policy on the first of them, unless there are policies already."""
    if db.session.scalar(select(SlaPolicy.id).limit(1)) is not None:
        return
    always = _calendar({"en": "Around the clock", "zh": "全天候"}, None, now)
    hours = {day: [["09:00", "21:00"]] for day in WEEKDAYS}
    shop_hours = {"timezone": profile.current().timezone, "week": hours, "holidays": [], "special_days": {}}
    _calendar({"en": "Shop hours, every day 09:00–21:00", "zh": "营业时间，每天 09:00–21:00"}, shop_hours, now)
    policy = SlaPolicy(name={"en": "Standard", "zh": "标准"}, position=100)
    db.session.add(policy)
    db.session.flush()
    document = {"when": {}, "targets": dict.fromkeys(PRIORITIES, STANDARD), "warnings": WARNINGS}
    db.session.add(SlaPolicyVersion(policy_id=policy.id, number=1, document=document, calendar_id=always.id, created_at=now))


def _calendar(name: dict[str, str], document: dict[str, Any] | None, now: datetime) -> SlaCalendar:
    calendar = SlaCalendar(name=name)
    db.session.add(calendar)
    db.session.flush()
    db.session.add(SlaCalendarVersion(calendar_id=calendar.id, number=1, document=document, created_at=now))
    return calendar

"""Groups and filters that every report shares."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, cast, extract, func
from sqlalchemy.orm import InstrumentedAttribute

from helpdesk.reports.vocabulary import Grouping
from helpdesk.tickets.models import Ticket


def key(by: Grouping, at: InstrumentedAttribute[Any], zone: str, person: Any) -> Any:
    """What rows are grouped by: a local day, weekday (1 is Monday) or hour of `at`, a property of the ticket, a person's name."""
    local = func.timezone(zone, at)
    found: dict[Grouping, Any] = {
        Grouping.DAY: cast(local, Date),
        Grouping.WEEKDAY: extract("isodow", local),
        Grouping.HOUR: extract("hour", local),
        Grouping.CATEGORY: Ticket.category,
        Grouping.CHANNEL: Ticket.channel,
        Grouping.PRIORITY: Ticket.priority,
        Grouping.AGENT: func.coalesce(func.nullif(person.name, ""), person.email),
    }
    return found[by]


def conditions(filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """The ticket must have these values; an agent is its assignee, by id."""
    columns: dict[str, Any] = {"category": Ticket.category, "channel": Ticket.channel, "priority": Ticket.priority}
    asked = [columns[name] == value for name, value in filters.items() if name in columns]
    if filters.get("agent", "").isdecimal():
        asked.append(Ticket.assignee_id == int(filters["agent"]))
    return asked


def plain(value: Any, by: Grouping) -> str | int | None:
    """A group's key as exports show it."""
    if isinstance(value, date):
        return value.isoformat()
    if by in (Grouping.WEEKDAY, Grouping.HOUR):
        return int(value)
    return None if value is None else str(value)

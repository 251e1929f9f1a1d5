"""A short way to tell a ticket's history: the calendars K1 to K5 of sla.md and events in local time."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from helpdesk.sla import simulator

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY = (*WORKDAYS, "sat", "sun")


def shop(zone: str, days: tuple[str, ...], *hours: list[str], **more: Any) -> dict[str, Any]:
    week = {day: list(hours) for day in days} | more.pop("week", {})
    return {"timezone": zone, "week": week, **more}


K1 = shop("Asia/Shanghai", EVERY_DAY, ["09:00", "21:00"])
K2 = shop(
    "Europe/Berlin",
    WORKDAYS,
    ["09:00", "12:30"],
    ["13:30", "18:00"],
    week={"sat": [["10:00", "14:00"]]},
    holidays=["2026-05-01"],
)
K3 = shop("America/New_York", EVERY_DAY, ["00:00", "24:00"])
K4 = shop(
    "Asia/Shanghai",
    WORKDAYS,
    ["09:00", "18:00"],
    holidays=[f"2026-05-0{day}" for day in range(1, 6)],
    special_days={"2026-05-09": [["09:00", "18:00"]]},
)
K5 = {"timezone": "Europe/Berlin", "week": {"fri": [["22:00", "24:00"]], "sat": [["00:00", "06:00"]]}}
BERLIN_ALWAYS = shop("Europe/Berlin", EVERY_DAY, ["00:00", "24:00"])

HOUR_POLICY = {"first_reply_s": 3600, "next_reply_s": 3600, "resolution_s": 28800}


def local(text: str, zone: str = "Asia/Shanghai") -> datetime:
    """`10:15` on 2026-03-10, `03-11 09:30` in 2026, or a whole date; the first occurrence of an ambiguous time."""
    day, _, time = text.rpartition(" ")
    whole = {0: "2026-03-10", 5: f"2026-{day}"}.get(len(day), day)
    return datetime.fromisoformat(f"{whole}T{time}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def stamp(moment: datetime) -> str:
    return simulator.written(moment) or ""


def event(at: str, kind: str, zone: str = "Asia/Shanghai", **more: Any) -> dict[str, Any]:
    return {"at": local(at, zone).isoformat(), "type": kind, **more}


class Told:
    """The answer to one history; instants read back as local text like `03-11 09:30:00`."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.zone = ZoneInfo((document["calendar"] or {}).get("timezone", "UTC"))
        self.clocks: list[dict[str, Any]] = simulator.simulate(document)["clocks"]

    def metrics(self) -> list[tuple[str, int]]:
        return [(clock["metric"], clock["cycle"]) for clock in self.clocks]

    def clock(self, metric: str, cycle: int = 1) -> dict[str, Any]:
        (found,) = [clock for clock in self.clocks if (clock["metric"], clock["cycle"]) == (metric, cycle)]
        return found

    def shown(self, metric: str, name: str, cycle: int = 1) -> str | None:
        value = self.clock(metric, cycle)[name]
        return None if value is None else self._local(value)

    def warnings(self, metric: str, cycle: int = 1) -> list[str]:
        return [self._local(warning["at"]) for warning in self.clock(metric, cycle)["warnings"]]

    def _local(self, text: str) -> str:
        return datetime.fromisoformat(text).astimezone(self.zone).strftime("%m-%d %H:%M:%S")


def told(
    *events: dict[str, Any],
    until: str,
    calendar: dict[str, Any] | None = K1,
    policy: dict[str, Any] | None = HOUR_POLICY,
    **more: Any,
) -> Told:
    zone = (calendar or {}).get("timezone", "UTC")
    ends = local(until, zone).isoformat()
    return Told({"policy": policy, "calendar": calendar, "events": list(events), "until": ends, **more})

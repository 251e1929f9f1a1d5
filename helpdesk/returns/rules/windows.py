"""Until when what may be asked: windows count calendar days of the shop's zone and end with their last instant."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from helpdesk.returns.rules.packs import Pack

SECOND = timedelta(seconds=1)


def last_instant(anchor: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The last second of the window of `days` days that starts the day after `anchor`; the day is that of the zone."""
    return _midnight(anchor.astimezone(zone).date() + timedelta(days=days + 1), zone) - SECOND


def is_open(deadline: datetime | None, at: datetime) -> bool:
    """A window without an end has not begun, and so is open; the last second belongs to it wholly."""
    return deadline is None or at < deadline + SECOND


def anchor_of(
    pack: Pack,
    *,
    delivered_at: datetime | None,
    parcels: Sequence[datetime | None],
    paid_at: datetime | None,
    counts_as_delivered: bool,
) -> datetime | None:
    """When the window starts: this parcel's delivery, or the order's last one; None while that is not known."""
    if pack.anchor == "order":
        arrivals = [*parcels, *([] if delivered_at is None and parcels else [delivered_at])]
        known = [arrival for arrival in arrivals if arrival is not None]
        return max(known) if known and len(known) == len(arrivals) else None
    if delivered_at is not None:
        return delivered_at
    if counts_as_delivered and pack.fallback_days is not None and paid_at is not None:
        return paid_at + timedelta(days=pack.fallback_days)
    return None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)

"""The shop's own particulars: one row that managers edit; everything that shows a time or an amount reads it."""

import time
from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app, g
from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model, command, db

_KEPT_SECONDS = 10


class ProfileRow(Model):
    """The stored profile; the one row has id 1."""

    __tablename__ = "shop_profile"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    values: Mapped[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Name, zone and defaults of the shop. `returns_address` is printed on return slips."""

    name: dict[str, str] = field(default_factory=lambda: {"en": "Linden", "zh": "林登"})
    company: dict[str, str] = field(default_factory=lambda: {"en": "Linden Living", "zh": "林登生活"})
    timezone: str = "Asia/Shanghai"
    currency: str = "CNY"
    locale: str = "en"
    jurisdiction: str = "CN"
    phone: str = ""
    returns_address: str = ""
    is_demo: bool = False
    is_set_up: bool = False

    @property
    def is_being_filled(self) -> bool:
        """Was the demo begun and is not finished? Its history is still written, or was interrupted."""
        return self.is_demo and not self.is_set_up

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def current() -> Profile:
    """The profile, read at most every ten seconds a process."""
    if "held_profile" in g:
        return g.held_profile  # type: ignore[no-any-return]
    cached: tuple[float, Profile] | None = current_app.extensions.get("shop_profile")
    if cached and time.monotonic() - cached[0] < _KEPT_SECONDS:
        return cached[1]
    row = db.session.get(ProfileRow, 1)
    known = {item.name for item in fields(Profile)}
    profile = Profile(**{name: value for name, value in row.values.items() if name in known}) if row else Profile()
    current_app.extensions["shop_profile"] = (time.monotonic(), profile)
    return profile


@command
def save(**changes: Any) -> Profile:
    """Change some particulars. Raises TypeError on an unknown one and ZoneInfoNotFoundError on an unknown zone."""
    forget()
    profile = replace(current(), **changes)
    _ = profile.zone
    values = {item.name: getattr(profile, item.name) for item in fields(Profile)}
    db.session.merge(ProfileRow(id=1, values=values))
    db.session.flush()
    forget()
    return profile


def hold() -> None:
    """For the rest of this request go on with what was read last: the database does not answer.

    A process that never could read the profile knows only where the shop is."""
    cached: tuple[float, Profile] | None = current_app.extensions.get("shop_profile")
    host = urlsplit(current_app.config["BASE_URL"]).hostname or ""
    g.held_profile = cached[1] if cached else Profile(name={"en": host}, company={"en": host})


def forget() -> None:
    """Read the row again at the next use."""
    current_app.extensions.pop("shop_profile", None)

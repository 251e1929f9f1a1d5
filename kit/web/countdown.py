"""A clock that runs towards its deadline, as the chip shows it."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from kit.web.filters import duration
from kit.web.words import gettext as _

_SOON_S = 900
_USUAL_TARGET_S = 3600


@dataclass(frozen=True, slots=True)
class Countdown:
    """`state`: ok, due or over. `pct`: share of the target used, 0 to 100. The instants, in epoch seconds, let the chip tick."""

    state: str
    text: str
    pct: int
    due: int
    started: int | None
    warn: int | None


def countdown(due_at: datetime, now: datetime, started_at: datetime | None = None, warn_at: datetime | None = None) -> Countdown:
    """How a clock stands at `now`; without its start it is taken to have had an hour."""
    due, at = due_at.timestamp(), now.timestamp()
    started, warn = (None if instant is None else int(instant.timestamp()) for instant in (started_at, warn_at))
    left, target = due - at, _USUAL_TARGET_S if started is None else due - started
    if left < 0:
        state, text, pct = "over", _("%(duration)s over", duration=duration(int(-left))), 100
    else:
        is_soon = left <= max(_SOON_S, target / 4) or (warn is not None and at >= warn)
        state, text = "due" if is_soon else "ok", _("%(duration)s", duration=duration(int(left)))
        pct = round(max(0, 100 - 100 * left / target)) if target else 100
    return Countdown(state, text, pct, int(due), started, warn)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["countdown"] = countdown

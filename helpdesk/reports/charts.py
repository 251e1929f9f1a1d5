"""What the page's script draws: plain data with the addresses behind each point."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from helpdesk.reports.queries.clocks import Figures
from helpdesk.reports.vocabulary import TARGET_PERCENT
from kit.web.filters import localdate

CLEARLY_BELOW = 2.0


def in_time_by_day(days: Sequence[tuple[date, Figures | None]], link: Callable[..., str]) -> dict[str, Any]:
    """First replies in time, day by day, as a line with points; an axis that does not begin at zero is never bars."""
    values = [_rounded(figures) for _day, figures in days]
    known = [value for value in values if value is not None]
    lowest = min([*known, TARGET_PERCENT])
    return {
        "kind": "line",
        "x": [localdate(day) for day, _figures in days],
        "series": [
            {
                "name": _("First reply in time"),
                "values": values,
                "bad": [
                    place for place, value in enumerate(values) if value is not None and value < TARGET_PERCENT - CLEARLY_BELOW
                ],
            }
        ],
        "unit": "%",
        "min": max(0, int((lowest - 5) // 10) * 10),  # room for the label below the lowest point
        "max": 100,
        "target": {"value": TARGET_PERCENT, "label": _("target %(percent)s%%", percent=round(TARGET_PERCENT))},
        "links": [link(day=day.isoformat()) for day, _figures in days],
    }


def curve(counts: Sequence[int], width: int = 88, height: int = 24) -> str:
    """The points of a small line through some counts, in a box of that size."""
    if len(counts) < 2:
        return ""
    most = max([*counts, 1])
    step = width / (len(counts) - 1)
    return " ".join(f"{place * step:.1f},{height - 3 - (height - 6) * count / most:.1f}" for place, count in enumerate(counts))


def _rounded(figures: Figures | None) -> float | None:
    return None if figures is None or figures.met_percent is None else round(figures.met_percent, 1)

"""Findings and reasons as sentences in the reader's language: the number, the sample, the doubt, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from helpdesk.reports.rules.findings import Finding
from kit.web.filters import duration


@dataclass(frozen=True)
class Sentences:
    """One finding as it is read: a heading, what was found, what to do, and the filters of its tickets."""

    title: str
    text: str
    todo: str = ""
    ask: Mapping[str, str] | None = None


def sentences(finding: Finding) -> Sentences:
    """A finding in words."""
    return _WORDS[finding.kind](finding.numbers)


def category_name(key: str) -> str:
    """A category as people call it."""
    known = {
        "quality": _("Quality"),
        "logistics": _("Logistics"),
        "service": _("Service"),
        "order": _("Order"),
        "account": _("Account"),
        "other": _("Other"),
    }
    return str(known.get(key, key))


def why_late(row: Any, handed: tuple[int, datetime] | None) -> str:
    """Why a first reply was late, as far as the ticket's history tells."""
    if handed is None:
        return str(_("Unassigned"))
    times, first = handed
    if row.due_at is not None and first > row.due_at:
        waited = duration(int((first - row.started_at).total_seconds()))
        return str(_("Unassigned for %(duration)s", duration=waited))
    if times > 1:
        return str(ngettext("Transferred %(num)s time", "Transferred %(num)s times", times - 1))
    return str(_("Assigned after %(duration)s", duration=duration(int((first - row.started_at).total_seconds()))))


def _busy_window(numbers: Mapping[str, Any]) -> Sentences:
    hours = f"{numbers['from_hour']:02d}:00–{numbers['to_hour']:02d}:00"
    return Sentences(
        _("Most late replies begin between %(hours)s", hours=hours),
        _(
            "%(late)s of %(missed)s late first replies (%(share)s%%) were asked for between %(hours)s, when %(came)s%% of the "
            "tickets arrive. In the other hours %(rate)s%% are in time.",
            late=numbers["late"],
            missed=numbers["missed"],
            share=round(numbers["late_share"]),
            hours=hours,
            came=round(numbers["came_share"]),
            rate=f"{numbers['rate_elsewhere']:.1f}",
        ),
        _("Put more agents on duty between %(hours)s", hours=hours),
        {"outcome": "missed"},
    )


def _weak_category(numbers: Mapping[str, Any]) -> Sentences:
    name = category_name(numbers["category"])
    return Sentences(
        _("%(category)s waits longest", category=name),
        _(
            "%(rate)s%% of %(total)s tickets about %(category)s were answered in time, %(elsewhere)s%% of all others. "
            "%(missed)s of them were late.",
            rate=f"{numbers['rate']:.1f}",
            total=numbers["total"],
            category=name,
            elsewhere=f"{numbers['rate_elsewhere']:.1f}",
            missed=numbers["missed"],
        ),
        _("Route %(category)s to people who know it, and give them a template for the first answer", category=name),
        {"outcome": "missed", "category": numbers["category"]},
    )


def _unassigned(numbers: Mapping[str, Any]) -> Sentences:
    return Sentences(
        _("Nobody had them"),
        _(
            "%(unassigned)s of %(missed)s late first replies (%(share)s%%) belong to tickets without an assignee.",
            unassigned=numbers["unassigned"],
            missed=numbers["missed"],
            share=round(numbers["share"]),
        ),
        _("Assign new tickets by rota, so that each has a name on it at once"),
        {"outcome": "missed"},
    )


def _on_target(numbers: Mapping[str, Any]) -> Sentences:
    return Sentences(
        _("The promise is kept"),
        _(
            "%(rate)s%% of %(total)s first replies were in time, the target is %(target)s%%. No hour and no category stands out.",
            rate=f"{numbers['rate']:.1f}",
            total=numbers["total"],
            target=round(numbers["target"]),
        ),
    )


def _evenly_late(numbers: Mapping[str, Any]) -> Sentences:
    return Sentences(
        _("Late replies are spread evenly"),
        _(
            "%(missed)s of %(total)s first replies were late (%(rate)s%% in time, target %(target)s%%), with no hour and no "
            "category that stands out.",
            missed=numbers["missed"],
            total=numbers["total"],
            rate=f"{numbers['rate']:.1f}",
            target=round(numbers["target"]),
        ),
        _("Look at the longest waits below; the cause is likely to be capacity as a whole"),
        {"outcome": "missed"},
    )


def _small_sample(numbers: Mapping[str, Any]) -> Sentences:
    return Sentences(
        _("The sample is small"),
        ngettext(
            "The figures rest on %(num)s ticket. Treat differences as a hint and choose a longer period before you act.",
            "The figures rest on %(num)s tickets. Treat differences as a hint and choose a longer period before you act.",
            numbers["total"],
        ),
    )


def _nothing(numbers: Mapping[str, Any]) -> Sentences:
    return Sentences(_("No figures yet"), _("No first reply was due in this period. Choose a longer one."))


_WORDS = {
    "busy_window": _busy_window,
    "weak_category": _weak_category,
    "unassigned": _unassigned,
    "on_target": _on_target,
    "evenly_late": _evenly_late,
    "small_sample": _small_sample,
    "nothing": _nothing,
}

"""Service levels: was the hour kept? (PRODUCT T5 and T14, handbook 8.1.2)"""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from helpdesk.reports.queries import clocks, grouping
from helpdesk.reports.registry import Question, report
from helpdesk.reports.rules.tables import Column, Table, percent
from helpdesk.reports.vocabulary import Grouping, Unit
from helpdesk.sla.vocabulary import Metric


@report
class ServiceLevels:
    """First replies and resolutions of the clocks that started in the period."""

    key: ClassVar[str] = "sla"
    label: ClassVar[str] = _l("Service levels")
    about: ClassVar[str] = _l("Was each customer answered within the hour, when not, and what to do about it.")
    groupings: ClassVar[tuple[Grouping, ...]] = tuple(Grouping)

    def table(self, question: Question) -> Table:
        asked = (question.period, question.filters)
        replies = {row.key: row for row in clocks.by(question.group_by, Metric.FIRST_REPLY, *asked)}
        solved = {row.key: row for row in clocks.by(question.group_by, Metric.RESOLUTION, *asked)}
        keys = [*replies, *(key for key in solved if key not in replies)]
        return Table(
            columns=_COLUMNS,
            rows=[(grouping.plain(key, question.group_by), *_cells(replies.get(key)), *_cells(solved.get(key))) for key in keys],
            totals=(
                None,
                *_cells(clocks.total(Metric.FIRST_REPLY, *asked)),
                *_cells(clocks.total(Metric.RESOLUTION, *asked)),
            ),
        )


def _cells(figures: clocks.Figures | None) -> tuple[Any, ...]:
    if figures is None:
        return 0, 0, None, None
    met = figures.total - figures.missed
    return figures.total, figures.missed, percent(met, figures.total), figures.median_s


_COLUMNS = (
    Column("group", _l("Group"), Unit.TEXT),
    Column("first_replies", _l("First replies"), Unit.COUNT),
    Column("first_replies_missed", _l("Replied late"), Unit.COUNT),
    Column("first_reply_met_percent", _l("In time"), Unit.PERCENT),
    Column("first_reply_median_s", _l("Median first reply"), Unit.SECONDS),
    Column("resolutions", _l("Resolutions"), Unit.COUNT),
    Column("resolutions_missed", _l("Resolved late"), Unit.COUNT),
    Column("resolution_met_percent", _l("Resolved in time"), Unit.PERCENT),
    Column("resolution_median_s", _l("Median resolution"), Unit.SECONDS),
)

"""Satisfaction: what customers answered when asked how it was (PRODUCT T8 and T14)."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from helpdesk.reports.queries import grouping, satisfaction
from helpdesk.reports.registry import Question, report
from helpdesk.reports.rules.tables import Column, Table, percent
from helpdesk.reports.vocabulary import Grouping, Unit


@report
class Satisfaction:
    """Surveys that were sent in the period."""

    key: ClassVar[str] = "satisfaction"
    label: ClassVar[str] = _l("Satisfaction")
    about: ClassVar[str] = _l("How customers rated the service, and how many of them answered.")
    groupings: ClassVar[tuple[Grouping, ...]] = tuple(Grouping)

    def table(self, question: Question) -> Table:
        asked = (question.period, question.filters)
        return Table(
            columns=(
                Column("group", _l("Group"), Unit.TEXT),
                Column("asked", _l("Asked"), Unit.COUNT),
                Column("answered", _l("Answered"), Unit.COUNT),
                Column("answered_percent", _l("Answered, share"), Unit.PERCENT),
                Column("mean", _l("Mean score of 5"), Unit.SCORE),
                Column("low", _l("Scores of 1 or 2"), Unit.COUNT),
            ),
            rows=[(grouping.plain(row.key, question.group_by), *_cells(row)) for row in satisfaction.by(question.group_by, *asked)],
            totals=(None, *_cells(satisfaction.total(*asked))),
        )


def _cells(row: Any) -> tuple[object, ...]:
    mean = round(float(row.mean), 2) if row.mean is not None else None
    return row.asked, row.answered, percent(row.answered, row.asked), mean, row.low

"""Volumes: how much came, from where, and what is still open (PRODUCT T14, handbook 9.2)."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l

from helpdesk.reports.queries import grouping, volumes
from helpdesk.reports.registry import Question, report
from helpdesk.reports.rules.tables import Column, Table, percent
from helpdesk.reports.vocabulary import Grouping, Unit


@report
class Volumes:
    """Tickets filed in the period, as they stand now."""

    key: ClassVar[str] = "volumes"
    label: ClassVar[str] = _l("Ticket volumes")
    about: ClassVar[str] = _l("How many tickets came, when, about what and through which channel.")
    groupings: ClassVar[tuple[Grouping, ...]] = tuple(Grouping)

    def table(self, question: Question) -> Table:
        rows = volumes.by(question.group_by, question.period, question.filters)
        filed, finished = sum(row.filed for row in rows), sum(row.finished for row in rows)
        return Table(
            columns=(
                Column("group", _l("Group"), Unit.TEXT),
                Column("filed", _l("Filed"), Unit.COUNT),
                Column("finished", _l("Tickets finished"), Unit.COUNT),
                Column("unfinished", _l("Tickets unfinished"), Unit.COUNT),
                Column("finished_percent", _l("Finished, share"), Unit.PERCENT),
            ),
            rows=[
                (
                    grouping.plain(row.key, question.group_by),
                    row.filed,
                    row.finished,
                    row.unfinished,
                    percent(row.finished, row.filed),
                )
                for row in rows
            ],
            totals=(None, filed, finished, filed - finished, percent(finished, filed)),
        )

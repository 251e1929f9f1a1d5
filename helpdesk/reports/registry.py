"""The catalogue's registry: what a report is, and what it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, TypeVar

from helpdesk.reports.rules.periods import Period
from helpdesk.reports.rules.tables import Table
from helpdesk.reports.vocabulary import Grouping
from kit.registry import Registry


@dataclass(frozen=True)
class Question:
    """What is asked of a report: a period, a grouping, and values that its tickets must have (see FILTERS)."""

    period: Period
    group_by: Grouping
    filters: Mapping[str, str] = field(default_factory=dict)


class Report(Protocol):
    """One file of the catalogue. `label` and `about` are English messages; the first grouping is the usual one."""

    key: ClassVar[str]
    label: ClassVar[str]
    about: ClassVar[str]
    groupings: ClassVar[tuple[Grouping, ...]]

    def table(self, question: Question) -> Table:
        """The figures of the period, one row for each group that has any."""


REPORTS: Registry[Report] = Registry("report")
R = TypeVar("R", bound=type[Report])


def report(kind: R) -> R:
    """Register a report of the catalogue."""
    REPORTS.add(kind.key, kind())
    return kind

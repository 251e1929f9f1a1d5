"""What a policy promises: a target for each metric and the warnings on the way there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from helpdesk.sla.vocabulary import Metric


class WarningPoint(StrEnum):
    """How the point of a warning is stated; always in business time (rule 13)."""

    PERCENT = "percent"
    BEFORE = "before_s"
    AFTER = "after_s"


@dataclass(frozen=True)
class PolicyWarning:
    """One message about a deadline: when it is sent and to whom (`owner`, `lead`, `manager`, …)."""

    point: WarningPoint
    value: int
    to: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The stable name of this warning, part of its idempotency key."""
        return f"{self.point.value.removesuffix('_s')}_{self.value}"

    def threshold_s(self, target_s: int) -> int:
        """Elapsed seconds at which it is sent. A target shorter than `before_s` warns at once."""
        if self.point is WarningPoint.PERCENT:
            return target_s * self.value // 100
        if self.point is WarningPoint.BEFORE:
            return max(0, target_s - self.value)
        return target_s + self.value


@dataclass(frozen=True)
class Policy:
    """Targets in seconds of business time. A metric without a target has no clock."""

    targets: Mapping[Metric, int] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[PolicyWarning, ...] = ()

    def target(self, metric: Metric) -> int | None:
        """A reply that bounced is sent again within the time for a next reply."""
        return self.targets.get(Metric.NEXT_REPLY if metric is Metric.REDELIVER else metric)

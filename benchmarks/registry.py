"""What a row is: a name and a function that measures a house."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.house import House


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured number. `at_least` or `at_most` is its target, neither where it is only told; `growth` is how many times
    dearer the largest size may be than the smallest."""

    work: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    growth: float | None = None

    @property
    def target(self) -> str:
        """The target as text, "" where there is none."""
        if self.at_least is not None:
            return f"≥ {self.at_least:g} {self.unit}"
        return "" if self.at_most is None else f"≤ {self.at_most:g} {self.unit}"

    @property
    def is_met(self) -> bool | None:
        """None where there is no target."""
        if self.at_least is not None:
            return self.value >= self.at_least
        return None if self.at_most is None else self.value <= self.at_most

    def times_dearer_than(self, smaller: "Figure") -> float:
        """How much more the work costs here than at a smaller size; rates count upside down."""
        is_rate = self.at_least is not None or self.unit == "/s"
        return smaller.value / self.value if is_rate else self.value / smaller.value


Measure = Callable[[House], Iterator[Figure]]
ROWS: dict[str, Measure] = {}


def row(name: str) -> Callable[[Measure], Measure]:
    """Register a measurement under the name that ROWS=… chooses it by."""

    def register(measure: Measure) -> Measure:
        ROWS[name] = measure
        return measure

    return register

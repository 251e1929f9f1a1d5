"""Classification of a text."""

from collections.abc import Iterator

from benchmarks.house import House
from benchmarks.registry import Figure, row
from benchmarks.timing import milliseconds
from helpdesk.classification import queries

TEXT = "My kettle arrived with a cracked lid and it leaks. 我要退货，请尽快处理。"


@row("classification")
def classification(house: House) -> Iterator[Figure]:
    taken = milliseconds(lambda: queries.classify(TEXT), times=200)
    yield Figure(work="classify a text", value=taken, unit="ms", at_most=2)

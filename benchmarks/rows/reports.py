"""The service-level report over ninety days, and the tickets behind a figure, as the pages show them."""

from collections.abc import Iterator
from datetime import timedelta

from benchmarks.browsing import first_answer
from benchmarks.house import House
from benchmarks.registry import Figure, row
from benchmarks.timing import milliseconds
from kit import clock
from kit.accounts.vocabulary import Role


@row("report")
def report(house: House) -> Iterator[Figure]:
    lead = house.member(Role.LEAD)
    today = clock.now().date()
    period = f"from={today - timedelta(days=89)}&to={today}"
    whole = milliseconds(lambda: first_answer(house, f"/desk/reports/sla?{period}", lead), times=5) / 2
    behind = milliseconds(lambda: first_answer(house, f"/desk/reports/sla/tickets?{period}&outcome=missed", lead), times=5) / 2
    yield Figure(work="report of 90 days", value=whole, unit="ms", at_most=300, growth=3)
    yield Figure(work="tickets behind a figure", value=behind, unit="ms", at_most=150, growth=3)

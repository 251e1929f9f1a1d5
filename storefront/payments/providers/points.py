"""Points as a tender (R6): points used round up, and points go back as points."""

from datetime import datetime

from storefront.members import queries
from storefront.members.commands import accounts
from storefront.members.vocabulary import POINT_MINOR, AccountKind, EntryKind
from storefront.payments.provider import PURSES
from storefront.payments.vocabulary import Tender


class Points:
    key = "points"
    label = {"en": "Points", "zh": "积分"}
    tender = Tender.POINTS

    def balance(self, customer_id: int, currency: str) -> int:
        return queries.balances(customer_id, currency)[AccountKind.POINTS] * POINT_MINOR

    def take(self, customer_id: int, amount_minor: int, currency: str, source: tuple[str, str], now: datetime) -> None:
        points = -(-amount_minor // POINT_MINOR)
        accounts.book(customer_id, AccountKind.POINTS, EntryKind.SPENT, -points, currency=currency, source=source, now=now)

    def give_back(self, customer_id: int, amount_minor: int, currency: str, source: tuple[str, str], now: datetime) -> None:
        points = amount_minor // POINT_MINOR
        accounts.book(customer_id, AccountKind.POINTS, EntryKind.GIVEN_BACK, points, currency=currency, source=source, now=now)


PURSES.add(Points.key, Points())

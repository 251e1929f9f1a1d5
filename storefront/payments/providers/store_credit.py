"""Store credit as a tender: it is taken at placement and goes back as store credit (R5)."""

from datetime import datetime

from storefront.members import queries
from storefront.members.commands import accounts
from storefront.members.vocabulary import AccountKind, EntryKind
from storefront.payments.provider import PURSES
from storefront.payments.vocabulary import Tender


class StoreCredit:
    key = "store_credit"
    label = {"en": "Store credit", "zh": "店铺余额"}
    tender = Tender.STORE_CREDIT

    def balance(self, customer_id: int, currency: str) -> int:
        return queries.balances(customer_id, currency)[AccountKind.STORE_CREDIT]

    def take(self, customer_id: int, amount_minor: int, currency: str, source: tuple[str, str], now: datetime) -> None:
        kind, entry = AccountKind.STORE_CREDIT, EntryKind.SPENT
        accounts.book(customer_id, kind, entry, -amount_minor, currency=currency, source=source, now=now)

    def give_back(self, customer_id: int, amount_minor: int, currency: str, source: tuple[str, str], now: datetime) -> None:
        kind, entry = AccountKind.STORE_CREDIT, EntryKind.GIVEN_BACK
        accounts.book(customer_id, kind, entry, amount_minor, currency=currency, source=source, now=now)


PURSES.add(StoreCredit.key, StoreCredit())

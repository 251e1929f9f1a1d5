"""What a payment plug-in offers: a gateway outside the house, or a purse (points, store credit) on our own books."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from kit.registry import Registry
from storefront.orders.vocabulary import UNPAID_TIMEOUT
from storefront.payments.vocabulary import PaymentEventKind, Settles, Tender


class Outcome(StrEnum):
    """What a gateway answered. Unknown is not failed: nothing is released until we are told."""

    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    PENDING = "pending"
    UNKNOWN = "unknown"
    NOT_FOUND = "not_found"


class GatewayLost(Exception):
    """Time-out, broken connection or an error on the gateway's side: it may or may not have acted."""


class BadSignature(Exception):
    """The notice was not signed by the provider."""


@dataclass(frozen=True)
class Answer:
    """A gateway's answer; `reference` is its own id, `next_url` where the customer goes on to pay, if anywhere."""

    outcome: Outcome
    reference: str = ""
    failure: str = ""
    next_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something a provider tells us by itself. `key` is the one under which we asked."""

    event_id: str
    kind: PaymentEventKind
    key: str
    amount_minor: int
    occurred_at: datetime
    reference: str = ""
    raw: dict[str, Any] = field(default_factory=dict)


class Gateway(Protocol):
    """A provider of payments outside the house. Every method may raise GatewayLost. Keys are ours and unique; the same key with
    the same content never moves money twice."""

    key: str
    label: dict[str, str]
    is_test: bool
    settles: Settles
    pay_within: timedelta  # how long goods are kept for an unpaid order

    def create(self, key: str, amount_minor: int, currency: str) -> Answer: ...

    def query(self, key: str) -> Answer: ...

    def capture(self, key: str, amount_minor: int) -> Answer: ...

    def cancel(self, key: str) -> Answer: ...

    def refund(self, key: str, amount_minor: int, *, charge_key: str, currency: str) -> Answer: ...

    def query_refund(self, key: str) -> Answer: ...

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Notice]:
        """The notices in a signed request. Raises BadSignature, ValueError for a body that is none."""
        ...


class ByHand:
    """A gateway without an interface: people move the money and tell us. It never answers more than "pending"."""

    is_test = False
    settles = Settles.TRANSFER
    pay_within = UNPAID_TIMEOUT

    def create(self, key: str, amount_minor: int, currency: str) -> Answer:
        return Answer(Outcome.PENDING)

    def query(self, key: str) -> Answer:
        return Answer(Outcome.PENDING)

    def capture(self, key: str, amount_minor: int) -> Answer:
        return Answer(Outcome.PENDING)

    def cancel(self, key: str) -> Answer:
        return Answer(Outcome.SUCCEEDED)

    def refund(self, key: str, amount_minor: int, *, charge_key: str, currency: str) -> Answer:
        return Answer(Outcome.PENDING)

    def query_refund(self, key: str) -> Answer:
        return Answer(Outcome.PENDING)

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Notice]:
        raise BadSignature


class Purse(Protocol):
    """Money on our own books. Both methods run inside the caller's transaction and are harmless when repeated."""

    key: str
    label: dict[str, str]
    tender: Tender

    def balance(self, customer_id: int, currency: str) -> int:
        """What the customer may spend, in minor units."""
        ...

    def take(self, customer_id: int, amount_minor: int, currency: str, source: tuple[str, str], now: datetime) -> None:
        """Raises RuleViolation("balance_too_low")."""
        ...

    def give_back(self, customer_id: int, amount_minor: int, currency: str, source: tuple[str, str], now: datetime) -> None: ...


GATEWAYS: Registry[Gateway] = Registry("payment gateway")
PURSES: Registry[Purse] = Registry("purse")


def settles(key: str) -> Settles | None:
    """How a gateway's money comes in; None for purses and imported providers."""
    return GATEWAYS.get(key).settles if key in GATEWAYS else None


def label(key: str) -> dict[str, str]:
    """What a provider is called, in both languages; an unknown (imported) one by its key."""
    if key in GATEWAYS:
        return GATEWAYS.get(key).label
    return PURSES.get(key).label if key in PURSES else {"en": key, "zh": key}

"""The built-in test wallet: a gateway with books of its own, written over its own connection as an outside party would, and with
scripted failures (`script`): lost_before, lost_after, decline, pending. Never offered by a real shop."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, Connection, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model, db
from kit.encryption import blind_index
from storefront.orders.vocabulary import UNPAID_TIMEOUT
from storefront.payments.provider import GATEWAYS, Answer, BadSignature, GatewayLost, Notice, Outcome
from storefront.payments.vocabulary import PaymentEventKind, Settles

SIGNATURE = "X-Wallet-Signature"


class WalletEntry(Model):
    """A charge or a refund in the wallet's own books."""

    __tablename__ = "test_wallet_entry"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    charge_key: Mapped[str | None] = mapped_column(index=True)
    amount_minor: Mapped[int]
    currency: Mapped[str]
    status: Mapped[str]


class WalletScript(Model):
    """How the next calls of an operation end."""

    __tablename__ = "test_wallet_script"

    operation: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    times: Mapped[int]


class TestWallet:
    key = "test_wallet"
    label = {"en": "Test wallet", "zh": "测试钱包"}
    is_test = True
    settles = Settles.ONLINE
    pay_within = UNPAID_TIMEOUT

    def create(self, key: str, amount_minor: int, currency: str) -> Answer:
        return self._act("create", key, amount_minor, currency, None)

    def query(self, key: str) -> Answer:
        return self._look("query", key)

    def capture(self, key: str, amount_minor: int) -> Answer:
        with db.engine.begin() as books:
            books.execute(update(WalletEntry).where(WalletEntry.key == key).values(status=Outcome.SUCCEEDED))
        return self._look("capture", key)

    def cancel(self, key: str) -> Answer:
        with db.engine.begin() as books:
            books.execute(delete(WalletEntry).where(WalletEntry.key == key, WalletEntry.status == Outcome.PENDING))
        return Answer(Outcome.SUCCEEDED)

    def refund(self, key: str, amount_minor: int, *, charge_key: str, currency: str) -> Answer:
        return self._act("refund", key, amount_minor, currency, charge_key)

    def query_refund(self, key: str) -> Answer:
        return self._look("query_refund", key)

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Notice]:
        if not hmac.compare_digest(headers.get(SIGNATURE, "").encode(), sign(body).encode()):
            raise BadSignature
        told = json.loads(body)
        return [
            Notice(
                event_id=str(item["id"]), kind=PaymentEventKind(item["kind"]), key=str(item["key"]),
                amount_minor=int(item["amount_minor"]), occurred_at=datetime.fromisoformat(item["at"]).astimezone(UTC),
                reference=f"tw-{item['key']}", raw=item,
            )
            for item in told["events"]
        ]  # fmt: skip

    def _act(self, operation: str, key: str, amount_minor: int, currency: str, charge_key: str | None) -> Answer:
        """Book once per key: the same again answers the same, other content under a known key is refused."""
        outcome = _next_outcome(operation)
        if outcome == "lost_before":
            raise GatewayLost(operation)
        with db.engine.begin() as books:
            if charge_key is not None:
                books.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"wallet:{charge_key}", 0))))
            known = books.execute(select(WalletEntry.amount_minor, WalletEntry.status).where(WalletEntry.key == key)).first()
            if known is not None and known.amount_minor != amount_minor:
                return Answer(Outcome.DECLINED, failure="key_reused")
            if known is None:
                status = {"decline": Outcome.DECLINED, "pending": Outcome.PENDING}.get(outcome, Outcome.SUCCEEDED)
                if charge_key is not None and not _has_left(books, charge_key, amount_minor):
                    status = Outcome.DECLINED
                values = {"key": key, "charge_key": charge_key, "amount_minor": amount_minor, "currency": currency}
                books.execute(insert(WalletEntry).values(**values, status=status))
            else:
                status = Outcome(known.status)
        if outcome == "lost_after":
            raise GatewayLost(operation)
        return Answer(status, reference=f"tw-{key}", failure="declined" if status is Outcome.DECLINED else "")

    def _look(self, operation: str, key: str) -> Answer:
        if _next_outcome(operation).startswith("lost"):
            raise GatewayLost(operation)
        with db.engine.connect() as books:
            found = books.execute(select(WalletEntry.status).where(WalletEntry.key == key)).scalar()
        return Answer(Outcome(found) if found else Outcome.NOT_FOUND, reference=f"tw-{key}")


def script(operation: str, outcome: str, times: int = 1) -> None:
    """Let the next `times` calls of create, query, refund or query_refund end as lost_before, lost_after, decline or pending."""
    row = upsert(WalletScript).values(operation=operation, outcome=outcome, times=times)
    with db.engine.begin() as books:
        books.execute(row.on_conflict_do_update(index_elements=["operation"], set_={"outcome": outcome, "times": times}))


def paid_back(charge_key: str) -> int:
    """What the wallet really paid back on a charge, in minor units."""
    with db.engine.connect() as books:
        return _refunded(books, charge_key)


def sign(body: bytes) -> str:
    """The signature the wallet puts on its webhooks."""
    return hmac.new(blind_index("test wallet webhooks").encode(), body, hashlib.sha256).hexdigest()


def _next_outcome(operation: str) -> str:
    mine = WalletScript.operation == operation, WalletScript.times > 0
    with db.engine.begin() as books:
        taken = update(WalletScript).where(*mine).values(times=WalletScript.times - 1).returning(WalletScript.outcome)
        return str(books.execute(taken).scalar() or "")


def _has_left(books: Connection, charge_key: str, amount_minor: int) -> bool:
    """Charges made elsewhere (imported orders) are not on the wallet's books and are not checked."""
    charged = books.execute(select(WalletEntry.amount_minor).where(WalletEntry.key == charge_key)).scalar()
    return charged is None or _refunded(books, charge_key) + amount_minor <= charged


def _refunded(books: Connection, charge_key: str) -> int:
    paid = WalletEntry.charge_key == charge_key, WalletEntry.status == Outcome.SUCCEEDED
    total = books.execute(select(func.coalesce(func.sum(WalletEntry.amount_minor), 0)).where(*paid)).scalar_one()
    return int(total)


GATEWAYS.add(TestWallet.key, TestWallet())

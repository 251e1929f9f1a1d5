"""Finding payments and refunds, and what the shop has set for its ways of payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from kit.db import db, lock
from kit.errors import NotFound
from kit.numbers import parse_order_number
from storefront.orders.models import Order
from storefront.payments.models import BankEntry, Payment, PrepaidCard, ProviderSetting, Refund, RefundPart, RefundTender
from storefront.payments.provider import GATEWAYS, Gateway
from storefront.payments.vocabulary import RefundState, Settles, Tender

_FRESH = {"populate_existing": True}
_GOING = (RefundState.READY, RefundState.PROCESSING, RefundState.UNKNOWN)


@dataclass(frozen=True)
class Money:
    """Sums in minor units: what came in, what went back, and what was to be paid at the door and no longer is."""

    captured: int
    refunded: int
    waived: int


def payments_of(order_id: int) -> list[Payment]:
    """The tenders of an order in their order, freshly read."""
    mine = select(Payment).where(Payment.order_id == order_id).order_by(Payment.position, Payment.id)
    return list(db.session.scalars(mine, execution_options=_FRESH))


def latest_gateway_payment(order_id: int) -> Payment | None:
    """The last attempt to pay an order through a gateway."""
    mine = Payment.order_id == order_id, Payment.tender == Tender.PSP, Payment.case_ref.is_(None)
    return db.session.scalar(select(Payment).where(*mine).order_by(Payment.position.desc()).limit(1), execution_options=_FRESH)


def settings() -> dict[str, ProviderSetting]:
    """What the shop has set for its gateways."""
    return {row.key: row for row in db.session.scalars(select(ProviderSetting))}


def offered(*, tests_too: bool) -> list[Gateway]:
    """The gateways customers may choose, those that answer at once first: what is switched on, and tests where `tests_too`."""
    known = settings()
    chosen = [one for one in GATEWAYS if (one.is_test and tests_too) or (one.key in known and known[one.key].is_active)]
    return sorted(chosen, key=lambda one: list(Settles).index(one.settles))


def matched_minor(payment_id: int) -> int:
    """What of a payment has come in on the bank account."""
    total = select(func.coalesce(func.sum(BankEntry.amount_minor), 0)).where(BankEntry.payment_id == payment_id)
    return int(db.session.scalar(total) or 0)


def card_by_hash(code_hash: str) -> PrepaidCard | None:
    found = select(PrepaidCard).where(PrepaidCard.code_hash == code_hash)
    return db.session.scalar(found, execution_options=_FRESH)


def transfer_of(number: str) -> Payment | None:
    """The transfer that the order with this number waits for, or waited for."""
    keys = [one.key for one in GATEWAYS if one.settles is Settles.TRANSFER]
    mine = Order.number == (parse_order_number(number) or number), Payment.provider.in_(keys)
    return db.session.scalar(select(Payment).join(Order, Order.id == Payment.order_id).where(*mine).order_by(Payment.id.desc()))


def order_of_payment(payment_id: int) -> int:
    """Raises NotFound."""
    found = db.session.scalar(select(Payment.order_id).where(Payment.id == payment_id))
    if found is None:
        raise NotFound("payment", payment_id)
    return found


def payment_by_key(provider: str, key: str) -> Payment | None:
    return db.session.scalar(select(Payment).where(Payment.provider == provider, Payment.idempotency_key == key))


def money_of(order_id: int) -> Money:
    """The sums over all tenders of an order; a case's own payments aside."""
    columns = (Payment.captured_minor, Payment.refunded_minor, Payment.waived_minor)
    sums = select(*(func.coalesce(func.sum(column), 0) for column in columns))
    row = db.session.execute(sums.where(Payment.order_id == order_id, Payment.case_ref.is_(None))).one()
    return Money(*(int(value) for value in row))


def units_refunded(order_line_id: int) -> int:
    """Units of a line whose money was given back or is on its way (k of R2)."""
    live = Refund.status != RefundState.FAILED, RefundPart.order_line_id == order_line_id
    total = select(func.coalesce(func.sum(RefundPart.quantity), 0)).join(Refund, Refund.id == RefundPart.refund_id)
    return int(db.session.scalar(total.where(*live)) or 0)


def refund(refund_id: int, *, lock_order: bool = False) -> Refund:
    """The refund with parts and tenders, freshly read, its order locked if asked. Raises NotFound."""
    if lock_order:
        order_id = db.session.scalar(select(Refund.order_id).where(Refund.id == refund_id))
        if order_id is not None:
            lock(Order, order_id)
    found = db.session.scalar(_whole().where(Refund.id == refund_id), execution_options=_FRESH)
    if found is None:
        raise NotFound("refund", refund_id)
    return found


def refund_by_reference(reference: str) -> Refund | None:
    return db.session.scalar(_whole().where(Refund.reference == reference))


def refunds(*, order_id: int | None = None, reference: str | None = None, case_ref: str | None = None) -> Sequence[Refund]:
    """Refunds of an order, of a case, or with this reference or one that begins with it and a colon; the oldest first."""
    found = _whole().options(selectinload(Refund.tenders).joinedload(RefundTender.payment, innerjoin=True))
    if order_id is not None:
        found = found.where(Refund.order_id == order_id)
    if case_ref is not None:
        found = found.where(Refund.case_ref == case_ref)
    if reference is not None:
        found = found.where((Refund.reference == reference) | Refund.reference.startswith(f"{reference}:", autoescape=True))
    return db.session.scalars(found.order_by(Refund.id)).all()


def tender_and_payment(tender_id: int) -> tuple[RefundTender, Payment]:
    """A refund's tender with its payment, freshly read. Raises NotFound."""
    joined = select(RefundTender).where(RefundTender.id == tender_id).options(joinedload(RefundTender.payment, innerjoin=True))
    found = db.session.scalar(joined, execution_options=_FRESH)
    if found is None:
        raise NotFound("refund tender", tender_id)
    return found, found.payment


def tender_by_key(key: str) -> RefundTender | None:
    """The refund's tender behind a provider's key."""
    number = key.removeprefix("refund-")
    return db.session.get(RefundTender, int(number)) if key != number and number.isdigit() and len(number) < 19 else None


def open_failures(refund: Refund) -> list[RefundTender]:
    """The declined tenders of a refund that no retry has replaced."""
    replaced = {tender.attempt_of for tender in refund.tenders}
    return [tender for tender in refund.tenders if tender.status is RefundState.FAILED and tender.id not in replaced]


def is_booked(refund: Refund) -> bool:
    """Does the refund still count on its lines? Not once every share was declined."""
    return len(open_failures(refund)) < len({tender.payment_id for tender in refund.tenders})


def due_tenders(now: datetime, *, limit: int = 200) -> list[int]:
    """Shares of refunds that are due to be sent or asked for."""
    due = RefundTender.status.in_(_GOING), RefundTender.next_try_at <= now
    return list(db.session.scalars(select(RefundTender.id).where(*due).order_by(RefundTender.next_try_at).limit(limit)))


def tenders_to_send(refund_id: int) -> list[int]:
    """The shares of a refund that were not sent yet."""
    ready = RefundTender.refund_id == refund_id, RefundTender.status == RefundState.READY
    return list(db.session.scalars(select(RefundTender.id).where(*ready).order_by(RefundTender.id)))


def due_charges(now: datetime, *, limit: int = 200) -> list[Payment]:
    """Charges whose answer was lost or is still pending, also of orders that have ended since."""
    return list(
        db.session.scalars(select(Payment).where(Payment.next_query_at <= now).order_by(Payment.next_query_at).limit(limit))
    )


def _whole() -> Select[Refund]:
    return select(Refund).options(selectinload(Refund.parts), selectinload(Refund.tenders))

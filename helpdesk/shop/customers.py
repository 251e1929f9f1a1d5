"""What the desk knows of a customer's worth, and goodwill in store credit."""

from datetime import datetime

from sqlalchemy import func, select

from helpdesk.shop.records import CustomerSummary
from kit import profile
from kit.db import db
from storefront.members import queries as members
from storefront.members.commands import accounts
from storefront.members.vocabulary import AccountKind
from storefront.orders.models import Order
from storefront.orders.vocabulary import PaymentStatus
from storefront.payments.models import Payment

_PAID = (PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED)


def customer_summary(user_id: int) -> CustomerSummary:
    """Orders paid and what was kept of their money, in the shop's currency; level and balances."""
    currency = profile.current().currency
    paid = Order.customer_id == user_id, Order.payment_status.in_(_PAID), Order.currency == currency
    kept = select(func.coalesce(func.sum(Payment.captured_minor - Payment.refunded_minor), 0)).join(Order).where(*paid)
    count, since, spent = db.session.execute(
        select(func.count(), func.min(Order.placed_at), kept.scalar_subquery()).select_from(Order).where(*paid)
    ).one()
    level, balances = members.level_of(user_id), members.balances(user_id, currency)
    return CustomerSummary(
        user_id=user_id, orders_count=count, spent_minor=int(spent), currency=currency, since=since,
        level=level.key if level else None, level_name=level.name if level else {},
        window_bonus_days=level.window_bonus_days if level else 0,
        store_credit_minor=balances[AccountKind.STORE_CREDIT], points=balances[AccountKind.POINTS],
    )  # fmt: skip


def issue_store_credit(user_id: int, amount_minor: int, currency: str, *, reference: str, now: datetime) -> bool:
    """Give a customer store credit. False when `reference` already did."""
    return accounts.issue_store_credit(user_id, amount_minor, currency, reference=reference, now=now)

"""Orders with everything frozen at placement: lines, discounts and their shares, freight."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Sequence, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.accounts.models import User
from kit.db import Model
from kit.encryption import EncryptedText
from storefront.orders.vocabulary import AftersaleStatus, Channel, CloseReason, FulfillmentStatus, OrderStatus, PaymentStatus

ORDER_SEQUENCE = Sequence("order_number", start=10001, metadata=Model.metadata)


class Order(Model):
    """An order. All amounts in minor units of `currency`. `tax_total_minor` is all tax, `tax_added_minor` the part of it that
    stands on top of prices. `confirm_at` is the auto-confirm clock; while a case is open it is frozen: `confirm_at` is null
    and `confirm_left_s` keeps what was left."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("payable_minor = items_total_minor - discount_total_minor + shipping_minor + tax_added_minor", name="sum"),
        CheckConstraint("payable_minor >= 0 AND discount_total_minor BETWEEN 0 AND items_total_minor", name="amounts"),
        CheckConstraint("tax_added_minor BETWEEN 0 AND tax_total_minor", name="tax"),
        Index("uq_orders_key", "customer_id", "idempotency_key", unique=True, postgresql_where="idempotency_key IS NOT NULL"),
        Index("ix_orders_key", "idempotency_key", postgresql_where="idempotency_key IS NOT NULL"),
        Index("uq_orders_origin", "origin", "origin_id", unique=True, postgresql_where="origin IS NOT NULL"),
        Index("ix_orders_customer", "customer_id", "placed_at", "id"),
        Index("ix_orders_placed", "placed_at", "id"),
        Index("ix_orders_unpaid", "pay_until", postgresql_where="status = 'pending_payment'"),
        Index("ix_orders_confirm", "confirm_at", postgresql_where="status IN ('shipped', 'delivered')"),
        Index("ix_orders_phone", "phone_index", postgresql_where="phone_index IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    status: Mapped[OrderStatus] = mapped_column(default=OrderStatus.PENDING_PAYMENT)
    payment_status: Mapped[PaymentStatus] = mapped_column(default=PaymentStatus.UNPAID)
    fulfillment_status: Mapped[FulfillmentStatus] = mapped_column(default=FulfillmentStatus.UNFULFILLED)
    aftersale_status: Mapped[AftersaleStatus] = mapped_column(default=AftersaleStatus.NONE)
    currency: Mapped[str] = mapped_column(String(3))
    items_total_minor: Mapped[int]
    discount_total_minor: Mapped[int] = mapped_column(default=0)
    shipping_minor: Mapped[int] = mapped_column(default=0)
    tax_total_minor: Mapped[int] = mapped_column(default=0)
    tax_added_minor: Mapped[int] = mapped_column(default=0)
    payable_minor: Mapped[int]
    jurisdiction: Mapped[str] = mapped_column(default="default")
    channel: Mapped[Channel] = mapped_column(default=Channel.PC)
    recipient: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    phone_index: Mapped[str | None]
    address: Mapped[str | None] = mapped_column(EncryptedText)
    region: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    placed_at: Mapped[datetime]
    pay_until: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]  # held for a check of the shop; nothing is sent until released
    picked_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    promised_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    confirm_at: Mapped[datetime | None]
    confirm_left_s: Mapped[int | None]
    completed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None]
    idempotency_key: Mapped[str | None]
    origin: Mapped[str | None]
    origin_id: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    customer: Mapped[User] = relationship(lazy="raise_on_sql")
    lines: Mapped[list["OrderLine"]] = relationship(back_populates="order", lazy="raise_on_sql", order_by="OrderLine.line_no")
    discounts: Mapped[list["OrderDiscount"]] = relationship(lazy="raise_on_sql", order_by="OrderDiscount.position")
    shippings: Mapped[list["OrderShipping"]] = relationship(lazy="raise_on_sql", order_by="OrderShipping.id")

    __mapper_args__ = {"version_id_col": version}


class OrderLine(Model):
    """One article of an order as it was when bought: later changes of the catalogue change nothing here (I22).

    The quantity ledger: `qty_open` units have a live remedy, `qty_settled` had one, `qty_cancelled` were never sent.
    For prices without tax `payable_minor` is net and `refunded_minor` gross."""

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "line_no"),
        CheckConstraint("quantity > 0 AND list_total_minor = unit_price_minor * quantity", name="list_total"),
        CheckConstraint("payable_minor = list_total_minor - discount_total_minor", name="payable"),
        CheckConstraint("discount_total_minor BETWEEN 0 AND list_total_minor AND tax_minor >= 0", name="amounts"),
        CheckConstraint("qty_cancelled >= 0 AND qty_open >= 0 AND qty_settled >= 0", name="quantities"),
        CheckConstraint("qty_open + qty_settled + qty_cancelled <= quantity", name="remedies"),
        CheckConstraint("0 <= qty_delivered AND qty_delivered <= qty_shipped", name="delivered"),
        CheckConstraint("qty_shipped + qty_cancelled <= quantity", name="shipped"),
        CheckConstraint(
            "refunded_minor BETWEEN 0 AND payable_minor + CASE WHEN tax_included THEN 0 ELSE tax_minor END", name="refunded"
        ),
        CheckConstraint("refunded_tax_minor BETWEEN 0 AND tax_minor", name="refunded_tax"),
        Index("ix_order_line_product", "product_id", postgresql_where="product_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    line_no: Mapped[int]
    sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    sku_no: Mapped[str] = mapped_column(default="")
    name: Mapped[dict[str, str]]
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    picture: Mapped[str] = mapped_column(default="")
    category_path: Mapped[str] = mapped_column(default="")
    flags: Mapped[list[str]] = mapped_column(default=list)
    consents: Mapped[dict[str, Any]] = mapped_column(default=dict)  # {flag: instant of the consent}
    warranty_days: Mapped[int] = mapped_column(default=0)
    quantity: Mapped[int]
    unit_price_minor: Mapped[int]
    list_total_minor: Mapped[int]
    discount_total_minor: Mapped[int] = mapped_column(default=0)
    payable_minor: Mapped[int]
    tax_minor: Mapped[int] = mapped_column(default=0)
    tax_rate_bp: Mapped[int] = mapped_column(default=0)
    tax_included: Mapped[bool] = mapped_column(default=True)
    qty_cancelled: Mapped[int] = mapped_column(default=0)
    qty_shipped: Mapped[int] = mapped_column(default=0)
    qty_delivered: Mapped[int] = mapped_column(default=0)
    qty_open: Mapped[int] = mapped_column(default=0)
    qty_settled: Mapped[int] = mapped_column(default=0)
    refunded_minor: Mapped[int] = mapped_column(default=0)
    refunded_tax_minor: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]
    origin_case_ref: Mapped[str | None]  # the case that gave this line as a replacement; opaque
    origin_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"))
    order: Mapped[Order] = relationship(back_populates="lines", lazy="raise_on_sql")


class OrderDiscount(Model):
    """A promotion as it was applied to an order, with the terms a return needs (R7)."""

    __tablename__ = "order_discount"
    __table_args__ = (CheckConstraint("amount_minor >= 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    promotion_id: Mapped[int | None] = mapped_column(ForeignKey("promotion.id"))
    coupon_id: Mapped[int | None] = mapped_column(ForeignKey("coupon.id"))
    name: Mapped[dict[str, str]]
    amount_minor: Mapped[int]
    mode: Mapped[str] = mapped_column(default="frozen")
    threshold_minor: Mapped[int | None]
    funding: Mapped[str] = mapped_column(default="merchant")
    shares: Mapped[list["LineDiscount"]] = relationship(lazy="raise_on_sql", order_by="LineDiscount.order_line_id")


class LineDiscount(Model):
    """The frozen share of a discount that fell on a line (R1)."""

    __tablename__ = "line_discount"
    __table_args__ = (CheckConstraint("amount_minor >= 0", name="amount"),)

    order_discount_id: Mapped[int] = mapped_column(ForeignKey("order_discount.id"), primary_key=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), primary_key=True, index=True)
    amount_minor: Mapped[int]


class OrderShipping(Model):
    """The freight of an order; `waived_minor` is what a promotion or a threshold took off."""

    __tablename__ = "order_shipping"
    __table_args__ = (
        CheckConstraint("payable_minor >= 0 AND waived_minor >= 0 AND tax_minor >= 0", name="amounts"),
        CheckConstraint(
            "refunded_minor BETWEEN 0 AND payable_minor + CASE WHEN tax_included THEN 0 ELSE tax_minor END", name="refunded"
        ),
        CheckConstraint("refunded_tax_minor BETWEEN 0 AND tax_minor", name="refunded_tax"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    method: Mapped[str] = mapped_column(default="")
    name: Mapped[dict[str, str]] = mapped_column(default=dict)
    carrier: Mapped[str] = mapped_column(default="")
    payable_minor: Mapped[int]
    waived_minor: Mapped[int] = mapped_column(default=0)
    tax_minor: Mapped[int] = mapped_column(default=0)
    tax_rate_bp: Mapped[int] = mapped_column(default=0)
    tax_included: Mapped[bool] = mapped_column(default=True)
    refunded_minor: Mapped[int] = mapped_column(default=0)
    refunded_tax_minor: Mapped[int] = mapped_column(default=0)

"""Parcels, what is in them, where they were seen, what went wrong on the way, and the carriers the shop works with."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Model
from kit.encryption import EncryptedText
from storefront.shipping.vocabulary import Direction, IncidentKind, ShipmentStatus

_UNDERWAY = "status IN ('handed_over', 'in_transit', 'out_for_delivery', 'attempt_failed')"


class Shipment(Model):
    """A parcel, to the customer or back. `attempts` counts failed delivery attempts, never scans without one."""

    __tablename__ = "shipment"
    __table_args__ = (
        UniqueConstraint("carrier", "tracking"),
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("ix_shipment_late", "promised_at", postgresql_where=_UNDERWAY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    direction: Mapped[Direction] = mapped_column(default=Direction.OUTBOUND)
    case_ref: Mapped[str | None] = mapped_column(index=True)
    carrier: Mapped[str]
    tracking: Mapped[str]
    status: Mapped[ShipmentStatus] = mapped_column(default=ShipmentStatus.CREATED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    shipped_at: Mapped[datetime | None]
    promised_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    last_event_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]  # when the carrier was last asked for scans
    lines: Mapped[list["ShipmentLine"]] = relationship(lazy="raise_on_sql", order_by="ShipmentLine.order_line_id")
    events: Mapped[list["TrackingEvent"]] = relationship(lazy="raise_on_sql", order_by="TrackingEvent.at.desc()")


class CarrierSetting(Model):
    """How the shop works with a carrier: whether it sends parcels with it, and the secret that signs the carrier's scans."""

    __tablename__ = "carrier_setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    secret: Mapped[str | None] = mapped_column(EncryptedText)


class ShipmentLine(Model):
    __tablename__ = "shipment_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"), primary_key=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), primary_key=True, index=True)
    quantity: Mapped[int]


class TrackingEvent(Model):
    """A scan, once per the carrier's event id. `text` is in both languages where we know them."""

    __tablename__ = "tracking_event"
    __table_args__ = (
        UniqueConstraint("shipment_id", "carrier_event_id"),
        Index("ix_tracking_event_shipment", "shipment_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"))
    carrier_event_id: Mapped[str]
    status: Mapped[ShipmentStatus]
    text: Mapped[dict[str, str]] = mapped_column(default=dict)
    place: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    received_at: Mapped[datetime]


class Incident(Model):
    """A delivery exception, recorded once per parcel and kind."""

    __tablename__ = "incident"
    __table_args__ = (UniqueConstraint("shipment_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    kind: Mapped[IncidentKind]
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]

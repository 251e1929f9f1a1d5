"""The words of shipping."""

from datetime import timedelta
from enum import StrEnum

ASK_AGAIN_AFTER = timedelta(minutes=30)  # how often a carrier is asked for one parcel


class Direction(StrEnum):
    OUTBOUND = "outbound"
    RETURN = "return"
    TO_BUYER = "to_buyer"  # a refused or repaired return going back


class ShipmentStatus(StrEnum):
    CREATED = "created"
    LABEL_READY = "label_ready"
    HANDED_OVER = "handed_over"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    ATTEMPT_FAILED = "attempt_failed"
    REFUSED = "refused"
    LOST = "lost"
    DAMAGED = "damaged"
    RETURNING = "returning"
    RETURNED_TO_SENDER = "returned_to_sender"


class IncidentKind(StrEnum):
    """A delivery exception, one each per parcel."""

    LATE = "late"
    ATTEMPT_FAILED = "attempt_failed"
    REFUSED = "refused"
    LOST = "lost"
    DAMAGED = "damaged"
    RETURNING = "returning"


MOVING = frozenset(
    {ShipmentStatus.HANDED_OVER, ShipmentStatus.IN_TRANSIT, ShipmentStatus.OUT_FOR_DELIVERY, ShipmentStatus.ATTEMPT_FAILED}
)
ENDED = frozenset({ShipmentStatus.DELIVERED, ShipmentStatus.LOST, ShipmentStatus.RETURNED_TO_SENDER})
EXCEPTIONS = {
    ShipmentStatus.ATTEMPT_FAILED: IncidentKind.ATTEMPT_FAILED,
    ShipmentStatus.REFUSED: IncidentKind.REFUSED,
    ShipmentStatus.LOST: IncidentKind.LOST,
    ShipmentStatus.DAMAGED: IncidentKind.DAMAGED,
    ShipmentStatus.RETURNING: IncidentKind.RETURNING,
}

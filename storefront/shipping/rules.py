"""What a scan means for a parcel."""

from storefront.shipping.vocabulary import ENDED, ShipmentStatus

_RANK = {
    ShipmentStatus.CREATED: 0,
    ShipmentStatus.LABEL_READY: 1,
    ShipmentStatus.HANDED_OVER: 2,
    ShipmentStatus.IN_TRANSIT: 3,
}


def status_after(status: ShipmentStatus, scanned: ShipmentStatus, *, is_newest: bool) -> ShipmentStatus:
    """A scan that comes late never moves a parcel back; nothing moves one whose journey has ended, except that a parcel given up
    as lost may still arrive."""
    if status in ENDED:
        found_again = status is ShipmentStatus.LOST and scanned in {ShipmentStatus.DELIVERED, ShipmentStatus.RETURNED_TO_SENDER}
        return scanned if found_again else status
    if scanned is ShipmentStatus.DELIVERED or is_newest:
        return scanned if _RANK.get(scanned, 9) >= min(_RANK.get(status, 0), 3) else status
    return status

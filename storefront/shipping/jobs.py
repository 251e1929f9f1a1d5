"""What workers do for parcels."""

from kit import clock
from kit.queue import BULK
from kit.schedule import every
from storefront.shipping import asking, queries
from storefront.shipping.commands import tracking


@every(300, queue=BULK)
def ask_carriers() -> None:
    """Ask the carriers that we poll where our parcels are."""
    asking.ask_all()


@every(300)
def note_late_parcels() -> None:
    """Tell once of each parcel that is late."""
    now = clock.now()
    for shipment_id in queries.late(now):
        tracking.note_late(shipment_id, now=now)

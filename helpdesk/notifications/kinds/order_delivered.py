"""A parcel has arrived; from today on the time to send things back runs."""

from helpdesk import shop
from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from kit.events import on
from storefront.events import ShipmentDelivered


@kind
class OrderWasDelivered(Kind):
    key = "order_delivered"

    def context(self, notification: Notification) -> Context | None:
        order_id, shipment_id = notification.subject["order_id"], notification.subject["shipment_id"]
        parcel = next((found for found in shop.shipments(order_id) if found.id == shipment_id), None)
        return {"order": shop.order(order_id), "parcel": parcel} if parcel else None


@on(ShipmentDelivered)
def tell_delivered(event: ShipmentDelivered) -> None:
    to, parcel = event.customer_id, event.shipment_id
    outbox.put(OrderWasDelivered, to, dedupe=parcel, at=event.at, order_id=event.order_id, shipment_id=parcel)

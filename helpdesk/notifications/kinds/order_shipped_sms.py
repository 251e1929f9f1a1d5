"""A parcel has left, as a text message: only where the shop has a gateway for them."""

from flask import current_app

from helpdesk import shop
from helpdesk.notifications import outbox
from helpdesk.notifications.channels.sms import Sms
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from kit.accounts.models import User
from kit.events import on
from storefront.events import OrderShipped


@kind
class OrderShippedSms(Kind):
    key = "order_shipped_sms"
    channel = "sms"
    resends = False

    def address(self, person: User) -> str | None:
        return person.phone

    def context(self, notification: Notification) -> Context | None:
        order_id, shipment_id = notification.subject["order_id"], notification.subject["shipment_id"]
        parcel = next((found for found in shop.shipments(order_id) if found.id == shipment_id), None)
        return {"order": shop.order(order_id), "parcel": parcel} if parcel else None


@on(OrderShipped)
def text_shipped(event: OrderShipped) -> None:
    if Sms().is_ready(current_app.config["SETTINGS"]):
        to, parcel = event.customer_id, event.shipment_id
        outbox.put(OrderShippedSms, to, dedupe=parcel, at=event.at, order_id=event.order_id, shipment_id=parcel)

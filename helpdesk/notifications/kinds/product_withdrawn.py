"""A product left the shelf because of its quality: whoever has it in the bag or bought it lately hears of it (handbook 3.3.2)."""

from datetime import timedelta

from helpdesk import shop
from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.notifications.outbox import Entry
from kit.events import on
from kit.queue import BULK
from storefront.events import ProductDelisted

LATELY = timedelta(days=90)


@kind
class ProductWasWithdrawn(Kind):
    key = "product_withdrawn"
    queue = BULK

    def context(self, notification: Notification) -> Context | None:
        found = shop.goods(notification.subject["product_id"])
        return {"goods": found, "bought": notification.subject["bought"]} if found else None


@on(ProductDelisted)
def warn_customers(event: ProductDelisted) -> None:
    if event.reason != "quality":
        return
    bought = shop.buyers_of(event.product_id, event.at - LATELY)
    outbox.put_all(
        ProductWasWithdrawn,
        [
            Entry(
                person,
                dedupe=f"{event.product_id}:{event.at.isoformat()}",
                at=event.at,
                subject={"product_id": event.product_id, "bought": person in bought},
            )
            for person in sorted(bought | shop.holders_of(event.product_id))
        ],
    )

"""An article runs low: the managers hear of it, once until it has recovered."""

from helpdesk import shop
from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.notifications.outbox import Entry
from kit.accounts.vocabulary import Role
from kit.events import on
from kit.queue import BULK
from storefront.events import StockLow


@kind
class StockRunsLow(Kind):
    key = "stock_low"
    queue = BULK

    def context(self, notification: Notification) -> Context | None:
        found, left = shop.goods(notification.subject["product_id"]), shop.available(notification.subject["sku_id"])
        if found is None or left is None:
            return None
        return {"goods": found, "sku_no": left[0], "available": left[1], "threshold": left[2]} | notification.subject


@on(StockLow)
def tell_managers(event: StockLow) -> None:
    about = {"product_id": event.product_id, "sku_id": event.sku_id}
    key = f"{event.sku_id}:{event.at.isoformat()}"
    people = subjects.people_with(Role.MANAGER)
    outbox.put_all(StockRunsLow, [Entry(person, dedupe=key, at=event.at, subject=about) for person in people])

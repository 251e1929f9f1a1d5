"""A product waits for approval: the managers who did not submit it themselves hear of it."""

from helpdesk import shop
from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.notifications.outbox import Entry
from kit.accounts.vocabulary import Role
from kit.events import on
from kit.queue import BULK
from storefront.events import ProductSubmitted


@kind
class ProductWasSubmitted(Kind):
    key = "product_submitted"
    queue = BULK

    def context(self, notification: Notification) -> Context | None:
        found = shop.goods(notification.subject["product_id"])
        return {"goods": found} if found else None


@on(ProductSubmitted)
def ask_for_approval(event: ProductSubmitted) -> None:
    people = [person for person in subjects.people_with(Role.MANAGER) if person != event.actor_id]
    about, key = {"product_id": event.product_id}, f"{event.product_id}:{event.at.isoformat()}"
    outbox.put_all(ProductWasSubmitted, [Entry(person, dedupe=key, at=event.at, subject=about) for person in people])

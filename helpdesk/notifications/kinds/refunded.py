"""The money is on its way back: how much, for what, to which means of payment."""

from helpdesk import shop
from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from kit.events import on
from storefront.events import RefundSucceeded


@kind
class Refunded(Kind):
    key = "refunded"
    takes_replies = True

    def context(self, notification: Notification) -> Context | None:
        refund = shop.refund(notification.subject["refund_id"])
        taken = {one.id: one.captured_minor for one in shop.tenders(refund.order_id)}
        if not any(taken.get(tender.payment_id) for tender in refund.tenders):
            return None  # it was never charged, so nothing goes back
        return {"refund": refund, "order": shop.order(refund.order_id), "case_number": notification.subject["case_number"]}


@on(RefundSucceeded)
def tell_of_money(event: RefundSucceeded) -> None:
    case = subjects.case_of_reference(event.case_ref)
    to, ticket_id = (case[1], case[2]) if case else (shop.order(event.order_id).customer_id, None)
    number = event.case_ref if case else None
    outbox.put(
        Refunded, to, dedupe=event.refund_id, at=event.at, ticket_id=ticket_id, refund_id=event.refund_id, case_number=number
    )

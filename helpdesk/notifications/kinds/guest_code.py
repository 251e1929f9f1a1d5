"""The code with which a guest opens conversations; made while the mail is written, so no row ever holds it (HARDENING A14)."""

from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.tickets.commands import guest_access
from helpdesk.tickets.events import GuestCodeRequested
from kit import clock
from kit.events import on


@kind
class GuestCode(Kind):
    key = "guest_code"
    greets = False

    def context(self, notification: Notification) -> Context | None:
        code = guest_access.new_code(notification.subject["guest_access_id"], now=clock.now())
        return {"code": code} if code else None


@on(GuestCodeRequested)
def mail_code(event: GuestCodeRequested) -> None:
    outbox.put(GuestCode, event.user_id, dedupe=event.guest_access_id, at=event.at, guest_access_id=event.guest_access_id)

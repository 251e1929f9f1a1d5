"""Somebody registered with an address that already has an account: only its owner is told, the page says nothing."""

from flask import current_app

from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from kit.accounts.events import AccountMailRequested
from kit.accounts.vocabulary import AccountMail
from kit.events import on


@kind
class AccountKnownAddress(Kind):
    key = "account_known_address"
    greets = False

    def context(self, notification: Notification) -> Context | None:
        return {"path": current_app.config["SECURITY_RESET_URL"], "has_password": bool(notification.recipient.password)}


@on(AccountMailRequested)
def tell_owner(event: AccountMailRequested) -> None:
    if event.mail is AccountMail.KNOWN_ADDRESS:
        outbox.put(AccountKnownAddress, event.user_id, dedupe=event.at.isoformat(), at=event.at)

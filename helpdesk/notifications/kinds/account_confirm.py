"""Please confirm your address: after registration, or on request. The link is made while the mail is written."""

from flask import current_app
from flask_security.confirmable import generate_confirmation_token

from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from kit.accounts.events import AccountMailRequested
from kit.accounts.vocabulary import AccountMail
from kit.events import on


@kind
class AccountConfirm(Kind):
    key = "account_confirm"
    greets = False

    def context(self, notification: Notification) -> Context | None:
        if notification.recipient.confirmed_at is not None:
            return None
        token = generate_confirmation_token(notification.recipient)
        return {"path": f"{current_app.config['SECURITY_CONFIRM_URL']}/{token}"}


@on(AccountMailRequested)
def ask_to_confirm(event: AccountMailRequested) -> None:
    if event.mail is AccountMail.CONFIRM:
        outbox.put(AccountConfirm, event.user_id, dedupe=event.at.isoformat(), at=event.at)

"""A link to choose a new password, good for one hour and once."""

from flask import current_app
from flask_security.recoverable import generate_reset_password_token

from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from kit.accounts.events import AccountMailRequested
from kit.accounts.vocabulary import AccountMail
from kit.events import on


@kind
class AccountReset(Kind):
    key = "account_reset"
    greets = False

    def context(self, notification: Notification) -> Context | None:
        token = generate_reset_password_token(notification.recipient)
        return {"path": f"{current_app.config['SECURITY_RESET_URL']}/{token}"}


@on(AccountMailRequested)
def send_reset_link(event: AccountMailRequested) -> None:
    if event.mail is AccountMail.RESET:
        outbox.put(AccountReset, event.user_id, dedupe=event.at.isoformat(), at=event.at)

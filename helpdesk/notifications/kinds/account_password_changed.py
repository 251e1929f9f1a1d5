"""The password was changed: the owner hears of it, in case it was somebody else."""

from flask import current_app

from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from kit.accounts.events import AccountMailRequested
from kit.accounts.vocabulary import AccountMail
from kit.events import on


@kind
class AccountPasswordChanged(Kind):
    key = "account_password_changed"

    def context(self, notification: Notification) -> Context | None:
        return {"at": notification.created_at, "path": current_app.config["SECURITY_RESET_URL"]}


@on(AccountMailRequested)
def tell_of_new_password(event: AccountMailRequested) -> None:
    if event.mail is AccountMail.PASSWORD_CHANGED:
        outbox.put(AccountPasswordChanged, event.user_id, dedupe=event.at.isoformat(), at=event.at)

"""A notification becomes a letter: its words in the recipient's language, its marks, its way back."""

import re

from flask import current_app, render_template
from flask_babel import force_locale

from helpdesk.notifications.channels import Letter
from helpdesk.notifications.kinds import Context, Kind
from helpdesk.notifications.models import Notification
from helpdesk.notifications.rules import message_id, reply_address, thread_id
from kit import profile
from kit.settings import Settings

_BLANKS = re.compile(r"\n(?:[ \t]*\n){2,}")


def render(notification: Notification, kind: Kind, context: Context, *, recipient: str) -> Letter:
    """The letter of a notification with what its kind has loaded; `recipient` is an address of its channel."""
    settings = _settings()
    shop = profile.current()
    common = {
        "shop": shop,
        "recipient": notification.recipient,
        "greets": kind.greets,
        "locale": notification.locale,
        "link": _link,
    }
    words = common | context
    with force_locale(notification.locale):
        plain = render_template(f"emails/{kind.key}.txt", **words)
        subject, _, text = plain.partition("\n")
        html = render_template(f"emails/{kind.key}.html", subject=subject.strip(), **words)
    return Letter(
        notification_id=notification.id,
        kind=kind.key,
        recipient=recipient,
        recipient_name=notification.recipient.name if kind.greets else "",
        subject=subject.strip(),
        text=_BLANKS.sub("\n\n", text).strip() + "\n",
        html=html,
        headers=_headers(notification, kind, settings),
        reply_to=_reply_to(notification, kind, settings),
    )


def _headers(notification: Notification, kind: Kind, settings: Settings) -> dict[str, str]:
    """Marks of a machine's mail (HARDENING G13) and of the conversation that it belongs to."""
    domain, key = settings.mail_inbound_domain, _key(settings)
    headers = {
        "Message-ID": message_id(notification.id, domain, key),
        "Auto-Submitted": kind.auto_submitted,
        "X-Auto-Response-Suppress": "All",
        "X-Loop": domain,
    }
    if notification.ticket_id is not None:
        headers["References"] = headers["In-Reply-To"] = thread_id(notification.ticket_id, domain, key)
    return headers


def _reply_to(notification: Notification, kind: Kind, settings: Settings) -> str:
    if not kind.takes_replies or notification.ticket_id is None:
        return ""
    return reply_address(notification.ticket_id, notification.recipient_id, settings.mail_inbound_domain, _key(settings))


def _link(path: str) -> str:
    """An absolute address of a page of ours; mail knows no request."""
    return f"{_settings().base_url}{path}"


def _key(settings: Settings) -> bytes:
    return settings.secret_key.encode()


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found

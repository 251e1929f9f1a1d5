"""Letters as `.eml` files under the instance folder: the channel of development and of a shop without a mail key."""

import os
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import ClassVar

from helpdesk.notifications.channels import CHANNELS, Letter
from helpdesk.notifications.rules import Outcome
from helpdesk.notifications.vocabulary import Ending
from kit.settings import Settings

POLICY = policy.SMTP.clone(max_line_length=200)


class Outbox:
    """One file per notification: a repeat replaces it."""

    key: ClassVar[str] = "outbox"
    is_idempotent: ClassVar[bool] = True

    def is_ready(self, settings: Settings) -> bool:
        return True

    def send(self, letter: Letter, settings: Settings) -> Outcome:
        path = folder(settings) / f"{letter.notification_id:09d}-{letter.kind}.eml"
        draft = path.with_suffix(f".{os.getpid()}.draft")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(as_message(letter, settings.mail_from).as_bytes(policy=POLICY))
            draft.replace(path)
        except OSError as full:
            return Outcome(Ending.UNREACHABLE, detail=str(full))
        return Outcome(Ending.ACCEPTED, provider_id=path.name)


def folder(settings: Settings) -> Path:
    return settings.instance / "outbox"


def as_message(letter: Letter, mail_from: str) -> EmailMessage:
    """The letter as an RFC 5322 message, text first, HTML as the alternative."""
    message = EmailMessage()
    message["From"] = mail_from
    where = letter.recipient if "@" in letter.recipient else f"{letter.recipient}@sms.invalid"  # a telephone number
    message["To"] = Address(letter.recipient_name, addr_spec=where)
    message["Subject"] = letter.subject
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


CHANNELS.add(Outbox.key, Outbox())

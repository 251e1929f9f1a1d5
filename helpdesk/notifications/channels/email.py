"""E-mail through SendGrid's client. The host is a setting, so that tests and drills talk to a twin."""

import http.client
from email.utils import parseaddr
from typing import Any, ClassVar
from urllib.error import URLError

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from helpdesk.notifications.channels import CHANNELS, Letter
from helpdesk.notifications.rules import Outcome
from helpdesk.notifications.vocabulary import Ending
from kit import clock
from kit.settings import Settings

TIMEOUT_S = 10
LONGEST_WAIT_S = 900
_DENIED = {401, 403}
_PASSING = {408, 425, 500, 502, 503, 504}


class Email:
    """One recipient per request; our notification's id travels in `custom_args` and comes back in the provider's events."""

    key: ClassVar[str] = "email"
    is_idempotent: ClassVar[bool] = False

    def is_ready(self, settings: Settings) -> bool:
        return bool(settings.sendgrid_api_key)

    def send(self, letter: Letter, settings: Settings) -> Outcome:
        sender = SendGridAPIClient(api_key=settings.sendgrid_api_key, host=settings.sendgrid_host.rstrip("/"))
        sender.client.timeout = TIMEOUT_S
        try:
            response = sender.client.mail.send.post(request_body=payload(letter, settings.mail_from))
        except HTTPError as refused:
            return outcome_of(refused.status_code, refused.headers, refused.body)
        except URLError as unreached:  # while connecting or sending: the request was never complete
            return Outcome(Ending.UNREACHABLE, detail=f"{type(unreached.reason).__name__}: {unreached.reason}")
        except (OSError, http.client.HTTPException) as lost:  # after the request had gone: silence, or half an answer
            return Outcome(Ending.UNCERTAIN, detail=f"{type(lost).__name__}: {lost}")
        return Outcome(Ending.ACCEPTED, provider_id=response.headers.get("X-Message-Id"))


def payload(letter: Letter, mail_from: str) -> dict[str, Any]:
    """The body of `POST /v3/mail/send`."""
    from_name, from_address = parseaddr(mail_from)
    content = [{"type": "text/plain", "value": letter.text}, {"type": "text/html", "value": letter.html}]
    one = {
        "to": [_address(letter.recipient, letter.recipient_name)],
        "custom_args": {"notification_id": str(letter.notification_id)},
    }
    body: dict[str, Any] = {
        "personalizations": [one],
        "from": _address(from_address, from_name),
        "subject": letter.subject,
        "content": [part for part in content if part["value"]],
        "headers": letter.headers,
        "categories": [letter.kind],
        "tracking_settings": {"click_tracking": {"enable": False}, "open_tracking": {"enable": False}},
    }
    if letter.reply_to:
        body["reply_to"] = {"email": letter.reply_to}
    return body


def outcome_of(status: int, headers: Any, body: Any) -> Outcome:
    """What an answer other than 2xx means (HARDENING G22-G24)."""
    detail = f"{status}: {_text(body)}"
    if status == 429:
        return Outcome(Ending.BUSY, wait_s=_wait(headers), detail=detail)
    if status in _DENIED:
        return Outcome(Ending.DENIED, detail=detail)
    return Outcome(Ending.UNREACHABLE if status in _PASSING or status > 504 else Ending.REFUSED, detail=detail)


def _wait(headers: Any) -> int | None:
    """Seconds to wait: Retry-After, else X-RateLimit-Reset, which is an instant in epoch seconds."""
    after, reset = str(headers.get("Retry-After") or ""), str(headers.get("X-RateLimit-Reset") or "")
    if after.isdigit():
        wanted = int(after)
    elif reset.isdigit():
        wanted = int(reset) - int(clock.now().timestamp())
    else:
        return None
    return min(max(wanted, 1), LONGEST_WAIT_S)


def _address(address: str, name: str) -> dict[str, str]:
    return {"email": address, "name": name} if name else {"email": address}


def _text(body: Any) -> str:
    return (body.decode(errors="replace") if isinstance(body, bytes) else str(body))[:500]


CHANNELS.add(Email.key, Email())

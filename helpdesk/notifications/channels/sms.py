"""Text messages through a gateway that takes JSON over HTTPS: `{"id", "to", "text"}` with a bearer key, answered with `{"id"}`.

Most providers are reached by a few lines of their own between; the address is a setting, so that tests talk to a twin."""

import http.client
import json
import urllib.request
from typing import ClassVar
from urllib.error import HTTPError, URLError

from helpdesk.notifications.channels import CHANNELS, Letter
from helpdesk.notifications.rules import Outcome
from helpdesk.notifications.vocabulary import Ending
from kit.settings import Settings

TIMEOUT_S = 10
_DENIED = {401, 403}


class Sms:
    """One number per request; our notification's id lets the gateway know a repeat."""

    key: ClassVar[str] = "sms"
    is_idempotent: ClassVar[bool] = False

    def is_ready(self, settings: Settings) -> bool:
        return settings.sms_gateway_url.startswith(("https://", "http://"))

    def send(self, letter: Letter, settings: Settings) -> Outcome:
        body = {"id": letter.notification_id, "to": letter.recipient, "text": letter.text.strip()}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.sms_gateway_key}"}
        request = urllib.request.Request(settings.sms_gateway_url, json.dumps(body).encode(), headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
                told = json.loads(answer.read(10_000) or b"{}")
        except HTTPError as refused:
            return outcome_of(refused.code)
        except URLError as unreached:
            return Outcome(Ending.UNREACHABLE, detail=str(unreached.reason))
        except (OSError, http.client.HTTPException, ValueError) as lost:
            return Outcome(Ending.UNCERTAIN, detail=f"{type(lost).__name__}: {lost}")
        return Outcome(Ending.ACCEPTED, provider_id=str(told.get("id") or "") if isinstance(told, dict) else None)


def outcome_of(status: int) -> Outcome:
    """What an answer other than 2xx means."""
    if status == 429:
        return Outcome(Ending.BUSY, detail="429")
    if status in _DENIED:
        return Outcome(Ending.DENIED, detail=str(status))
    return Outcome(Ending.UNREACHABLE if status >= 500 or status == 408 else Ending.REFUSED, detail=str(status))


CHANNELS.add(Sms.key, Sms())

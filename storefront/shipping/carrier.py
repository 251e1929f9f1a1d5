"""What a carrier plug-in offers: its name, where a parcel can be followed, and how it tells us of scans, asked or by itself."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from kit.registry import Registry
from storefront.shipping.vocabulary import ShipmentStatus

SIGNATURE = "X-Carrier-Signature"
MOST_SCANS = 200


class BadSignature(Exception):
    """The scans were not signed by the carrier."""


class CarrierLost(Exception):
    """The carrier did not answer; it is asked again later."""


@dataclass(frozen=True, kw_only=True)
class Scan:
    """A parcel was seen. `event_id` is the carrier's own and makes a repeat harmless; `text` in both languages where known."""

    event_id: str
    status: ShipmentStatus
    at: datetime
    text: dict[str, str] = field(default_factory=dict)
    place: str = ""


class Carrier(Protocol):
    key: str
    name: dict[str, str]
    is_asked: bool  # has an interface that we poll

    def tracking_url(self, tracking: str) -> str:
        """Where the public follows a parcel, or ""."""
        ...

    def parse_scans(self, headers: Mapping[str, str], body: bytes, secret: str) -> list[Scan]:
        """The scans in a signed request. Raises BadSignature, ValueError for a body that is none."""
        ...

    def ask(self, tracking: str, *, shipped_at: datetime, now: datetime) -> list[Scan]:
        """All scans of a parcel that the carrier knows by now. Raises CarrierLost. Only where `is_asked`."""
        ...


class Manual:
    """A carrier that we do not poll: scans are typed in, imported, or sent to our webhook under a secret of the shop."""

    is_asked = False

    def __init__(self, key: str, name: dict[str, str], url: str = "") -> None:
        self.key, self.name, self._url = key, name, url

    def tracking_url(self, tracking: str) -> str:
        return self._url.format(tracking=tracking) if self._url else ""

    def parse_scans(self, headers: Mapping[str, str], body: bytes, secret: str) -> list[Scan]:
        return signed_scans(headers, body, secret)

    def ask(self, tracking: str, *, shipped_at: datetime, now: datetime) -> list[Scan]:
        return []


CARRIERS: Registry[Carrier] = Registry("carrier")


def name_of(key: str) -> dict[str, str]:
    """What the carrier is called, in both languages; an unknown (imported) one by its key."""
    return CARRIERS.get(key).name if key in CARRIERS else {"en": key, "zh": key}


def sign(body: bytes, secret: str) -> str:
    """The signature of a body: HMAC-SHA256 with the carrier's secret, in hexadecimal."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def signed_scans(headers: Mapping[str, str], body: bytes, secret: str) -> list[Scan]:
    """Our own form of scans, `{"events": [{"id", "status", "at", "text", "place"}]}`, signed in the header `X-Carrier-Signature`.

    Raises BadSignature (also while there is no secret), ValueError, KeyError or TypeError for a body that is none."""
    given = {name.lower(): value for name, value in headers.items()}.get(SIGNATURE.lower(), "")
    if not secret or not hmac.compare_digest(given.encode(), sign(body, secret).encode()):
        raise BadSignature
    told: list[dict[str, Any]] = json.loads(body)["events"]
    if len(told) > MOST_SCANS:
        raise ValueError("too many scans")
    return [_scan(item) for item in told]


def _scan(item: Mapping[str, Any]) -> Scan:
    at, text = datetime.fromisoformat(item["at"]), item.get("text") or {}
    if at.tzinfo is None:
        raise ValueError("an instant needs its offset")
    words = (
        {"en": text, "zh": text}
        if isinstance(text, str)
        else {lang: str(text[lang])[:500] for lang in ("en", "zh") if lang in text}
    )
    return Scan(
        event_id=str(item["id"])[:200], status=ShipmentStatus(item["status"]), at=at.astimezone(UTC), text=words,
        place=str(item.get("place") or "")[:120],
    )  # fmt: skip

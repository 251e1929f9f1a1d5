"""What a carrier plug-in offers: its name, where a parcel can be followed, and how it tells us of scans."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kit.registry import Registry
from storefront.shipping.vocabulary import ShipmentStatus


class BadSignature(Exception):
    """The scans were not signed by the carrier."""


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

    def tracking_url(self, tracking: str) -> str:
        """Where the public follows a parcel, or ""."""
        ...

    def parse_scans(self, headers: Mapping[str, str], body: bytes) -> list[Scan]:
        """The scans in a signed request. Raises BadSignature, ValueError for a body that is none."""
        ...


class Manual:
    """A carrier without an interface: scans are typed in or imported."""

    def __init__(self, key: str, name: dict[str, str], url: str = "") -> None:
        self.key, self.name, self._url = key, name, url

    def tracking_url(self, tracking: str) -> str:
        return self._url.format(tracking=tracking) if self._url else ""

    def parse_scans(self, headers: Mapping[str, str], body: bytes) -> list[Scan]:
        raise BadSignature


CARRIERS: Registry[Carrier] = Registry("carrier")


def name_of(key: str) -> dict[str, str]:
    """What the carrier is called, in both languages; an unknown (imported) one by its key."""
    return CARRIERS.get(key).name if key in CARRIERS else {"en": key, "zh": key}

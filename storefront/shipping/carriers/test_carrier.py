"""The built-in test carrier: signed scans, and scenarios that play a whole journey for development and tests."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from kit.encryption import blind_index
from storefront.shipping.carrier import CARRIERS, BadSignature, Scan
from storefront.shipping.vocabulary import ShipmentStatus

SIGNATURE = "X-Carrier-Signature"

_USUAL = (
    (ShipmentStatus.IN_TRANSIT, 3, "Left the sorting centre", "已离开分拨中心", "Hangzhou"),
    (ShipmentStatus.IN_TRANSIT, 22, "Arrived in the destination city", "已到达目的地城市", "Shanghai"),
    (ShipmentStatus.OUT_FOR_DELIVERY, 31, "Out for delivery", "派送中", "Shanghai"),
)
SCENARIOS: Mapping[str, tuple[tuple[ShipmentStatus, int, str, str, str], ...]] = {
    "delivered": (*_USUAL, (ShipmentStatus.DELIVERED, 34, "Delivered, signed for", "已签收", "Shanghai")),
    "attempt_failed": (*_USUAL, (ShipmentStatus.ATTEMPT_FAILED, 34, "Nobody was at home", "无人在家，派送失败", "Shanghai")),
    "refused": (*_USUAL, (ShipmentStatus.REFUSED, 34, "The recipient refused the parcel", "收件人拒收", "Shanghai")),
    "lost": (*_USUAL[:2], (ShipmentStatus.LOST, 96, "The parcel cannot be found", "包裹丢失", "Shanghai")),
    "damaged": (*_USUAL, (ShipmentStatus.DAMAGED, 33, "The parcel was damaged", "包裹破损", "Shanghai")),
    "on_the_way": _USUAL[:2],
}


class TestCarrier:
    key = "test_carrier"
    name = {"en": "Test Express", "zh": "测试快递"}

    def tracking_url(self, tracking: str) -> str:
        return ""

    def parse_scans(self, headers: Mapping[str, str], body: bytes) -> list[Scan]:
        if not hmac.compare_digest(headers.get(SIGNATURE, "").encode(), sign(body).encode()):
            raise BadSignature
        return [
            Scan(
                event_id=str(item["id"]), status=ShipmentStatus(item["status"]), text=dict(item.get("text", {})),
                place=str(item.get("place", "")), at=datetime.fromisoformat(item["at"]).astimezone(UTC),
            )
            for item in json.loads(body)["events"]
        ]  # fmt: skip


def scans(scenario: str, shipped_at: datetime) -> list[Scan]:
    """The scans of a scenario for a parcel that left at `shipped_at`. Raises KeyError."""
    return [
        Scan(
            event_id=f"{scenario}-{number}", status=status, at=shipped_at + timedelta(hours=hours), text={"en": en, "zh": zh},
            place=place,
        )
        for number, (status, hours, en, zh, place) in enumerate(SCENARIOS[scenario], start=1)
    ]  # fmt: skip


def sign(body: bytes) -> str:
    """The signature the test carrier puts on its scans."""
    return hmac.new(blind_index("test carrier scans").encode(), body, hashlib.sha256).hexdigest()


CARRIERS.add(TestCarrier.key, TestCarrier())

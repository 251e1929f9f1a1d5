"""The built-in test carrier: signed scans, and scenarios that play a whole journey for development and tests."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from kit.encryption import blind_index
from storefront.shipping.carrier import CARRIERS, Scan, signed_scans
from storefront.shipping.vocabulary import ShipmentStatus

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
    "returning": (
        *_USUAL[:2],
        (ShipmentStatus.RETURNING, 34, "Not picked up, on its way back", "无人领取，退回途中", "Shanghai"),
        (ShipmentStatus.RETURNED_TO_SENDER, 70, "Back with the sender", "已退回寄件人", "Hangzhou"),
    ),
    "on_the_way": _USUAL[:2],
}


class TestCarrier:
    key = "test_carrier"
    name = {"en": "Test Express", "zh": "测试快递"}
    is_asked = True

    def tracking_url(self, tracking: str) -> str:
        return ""

    def parse_scans(self, headers: Mapping[str, str], body: bytes, secret: str) -> list[Scan]:
        return signed_scans(headers, body, secret or scan_secret())

    def ask(self, tracking: str, *, shipped_at: datetime, now: datetime) -> list[Scan]:
        """Plays the scenario that the tracking number begins with (LOST-1 is lost), as far as its hours have passed."""
        scenario = tracking.rpartition("-")[0].lower().replace("-", "_")
        return [scan for scan in scans(scenario, shipped_at) if scan.at <= now] if scenario in SCENARIOS else []


def scans(scenario: str, shipped_at: datetime) -> list[Scan]:
    """The scans of a scenario for a parcel that left at `shipped_at`. Raises KeyError."""
    return [
        Scan(
            event_id=f"{scenario}-{number}", status=status, at=shipped_at + timedelta(hours=hours), text={"en": en, "zh": zh},
            place=place,
        )
        for number, (status, hours, en, zh, place) in enumerate(SCENARIOS[scenario], start=1)
    ]  # fmt: skip


def scan_secret() -> str:
    """What the test carrier signs with while the shop has not given it a secret."""
    return blind_index("test carrier scans")


CARRIERS.add(TestCarrier.key, TestCarrier())

"""The document of `helpdesk returns eligible`: one line, one request, one customer."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from helpdesk.returns.documents.reading import LARGEST_QUANTITY, Node, bad_input
from helpdesk.returns.rules import eligibility
from helpdesk.returns.rules.packs import PACKS
from helpdesk.returns.vocabulary import CaseType, Fault, Jurisdiction, LineState, Reason


def answer(document: object) -> dict[str, Any]:
    """The answer to one document. Raises RuleViolation `bad_input`."""
    node = Node.of(document, "")
    pack = PACKS[node.choice("jurisdiction", Jurisdiction, Jurisdiction.DEFAULT)]
    decision = eligibility.decide(read_facts(node), pack)
    return {
        "allowed": list(decision.allowed),
        "outcome": decision.outcome,
        "needs": list(decision.needs),
        "rules": [{"id": rule.id, "text": str(rule)} for rule in decision.rules],
        "deadline": None if decision.deadline is None else _utc(decision.deadline),
    }


def read_facts(node: Node) -> eligibility.Facts:
    line, order, request = node.child("line"), node.child("order"), node.child("request")
    customer, evidence = node.child("customer"), request.child("evidence")
    at = request.instant("requested_at")
    if at is None:
        raise bad_input("request.requested_at is missing.")
    delivered_at = line.instant("delivered_at")
    line.integer("quantity", 1, low=1, high=LARGEST_QUANTITY)
    return eligibility.Facts(
        type=request.choice("type", CaseType),
        reason=request.choice("reason", Reason),
        fault=request.choice("fault", Fault) if request.has("fault") else None,
        at=at,
        zone=_zone(node.text("timezone", "UTC")),
        state=line.choice("state", LineState, LineState.DELIVERED if delivered_at else LineState.UNSHIPPED),
        delivered_at=delivered_at,
        parcels=tuple(parcel.instant("delivered_at") for parcel in order.children("parcels")),
        paid_at=order.instant("paid_at"),
        categories=_categories(line),
        flags=frozenset(line.texts("flags")),
        consents=_consents(line.child("consents")),
        value_minor=line.integer("value_minor", order.integer("value_minor", 0)),
        warranty_days=line.integer("warranty_days", 0, high=36_500),
        photos=evidence.integer("photos", 0),
        videos=evidence.integer("videos", 0),
        attempts=request.integer("attempts", 0),
        member_level=customer.text("member_level", "regular"),
        risk=customer.integer("risk", 0, high=100),
    )


def _categories(line: Node) -> tuple[str, ...]:
    """The category path, as `home/kettles` or as a list."""
    path = line.value.get("category_path")
    if isinstance(path, str):
        return tuple(path.split("/"))
    return tuple(line.texts("category_path"))


def _consents(node: Node) -> frozenset[str]:
    """What the buyer confirmed at purchase: the instant of the confirmation, or true."""
    given = set()
    for name, value in node.value.items():
        if isinstance(value, str):
            node.instant(name)
        elif value is not None and not isinstance(value, bool):
            raise bad_input(f"{node.path}.{name} must be an instant or true.")
        if value:
            given.add(name)
    return frozenset(given)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise bad_input(f"timezone is not a known zone: {name}.") from None


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

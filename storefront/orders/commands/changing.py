"""What may still change after placement: recipient, address and note, until the goods are being fetched from the shelf."""

from dataclasses import dataclass
from datetime import datetime

from kit.accounts.rules import normal_phone
from kit.db import command
from kit.encryption import blind_index
from kit.errors import Conflict, RuleViolation
from kit.events import publish
from storefront.events import OrderChanged, PickingStarted
from storefront.orders import queries, rules
from storefront.orders.commands.placing import Recipient
from storefront.orders.models import Order

_TOO_LATE = "Your order is already being packed, so this can no longer be changed. Write to us: we see what we can do."


@dataclass(frozen=True, kw_only=True)
class Change:
    """The new recipient and note, and the version of the order that the person saw."""

    recipient: Recipient
    note: str
    seen_version: int | None = None


@command
def change(order_id: int, wanted: Change, *, actor_id: int | None, now: datetime) -> Order:
    """Write another recipient, address or note. The event names the fields that changed, never their content.

    Raises RuleViolation("being_packed"), Conflict("stale"), NotFound."""
    order = queries.with_lines(order_id, lock=True)
    if wanted.seen_version not in (None, order.version):
        raise Conflict("stale", "Somebody changed this meanwhile. Look at the new state and try again.")
    if not rules.can_change(order.status, order.picked_at):
        raise RuleViolation("being_packed", _TOO_LATE)
    who, phone = wanted.recipient, normal_phone(wanted.recipient.phone)
    after = {
        "recipient": who.name, "phone": phone or None, "address": who.address, "region": who.region, "postcode": who.postcode,
        "note": wanted.note,
    }  # fmt: skip
    changed = [name for name, value in after.items() if getattr(order, name) != value]
    if not changed:
        return order
    for name in changed:
        setattr(order, name, after[name])
    order.phone_index = blind_index(phone) if phone else None
    publish(OrderChanged(order_id=order.id, customer_id=order.customer_id, fields=changed, actor_id=actor_id, at=now))
    return order


@command
def start_picking(order_id: int, *, actor_id: int | None, now: datetime) -> bool:
    """The warehouse fetches the goods; from now on only the shop changes the order. False when it had begun already.

    Raises RuleViolation: not_shippable, on_hold; NotFound."""
    order = queries.with_lines(order_id, lock=True)
    rules.check_shippable(order.status, order.held_at)
    if order.picked_at is not None:
        return False
    order.picked_at = now
    publish(PickingStarted(order_id=order.id, actor_id=actor_id, at=now))
    return True

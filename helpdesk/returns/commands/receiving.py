"""Goods on their way back: the tracking number, and what the warehouse counts in."""

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from helpdesk import shop
from helpdesk.returns.commands import clocks, moving
from helpdesk.returns.events import GoodsReceived, TrackingAdded
from helpdesk.returns.models import Case, Receipt, ReturnParcel, UnexpectedItem
from helpdesk.returns.rules.transitions import Guard
from helpdesk.returns.vocabulary import Clock, Event, Party, State
from kit.accounts.models import User
from kit.db import command, db
from kit.errors import RuleViolation
from kit.events import publish

_TRACKING = re.compile(r"[0-9A-Z-]{6,40}")


@command
def add_tracking(case_id: int, carrier: str, tracking: str, *, actor: User, now: datetime) -> Case:
    """The parcel is on its way. Raises RuleViolation `bad_tracking`, `no_carrier` or `tracking_unused`."""
    case = moving.locked(case_id)
    number = re.sub(r"\s", "", tracking).upper()
    if not _TRACKING.fullmatch(number):
        raise RuleViolation("bad_tracking", "Enter the tracking number as it stands on the receipt.", field="tracking")
    if not 1 <= len(carrier.strip()) <= 60:
        raise RuleViolation("no_carrier", "Choose the carrier.", field="carrier")
    parcel = ReturnParcel(case_id=case.id, carrier=carrier.strip(), tracking=number, declared_by_id=actor.id, declared_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(parcel)
    except IntegrityError:
        raise RuleViolation(
            "tracking_unused", "This tracking number already belongs to another return.", field="tracking"
        ) from None
    moving.move(
        case,
        Event.ADD_TRACKING,
        parties=moving.parties_of(actor, case),
        actor=actor,
        now=now,
        true={Guard.TRACKING_UNUSED},
        payload={"carrier": parcel.carrier, "tracking": number},
    )
    units = [(line.order_line_id, line.quantity) for line in case.lines]
    parcel.shipment_id = shop.announce_return(case.order_id, case.number, parcel.carrier, number, units, now=now)
    publish(TrackingAdded(**moving.facts_of(case, actor, now), carrier=parcel.carrier, tracking=number))
    return case


@command
def shipment_arrived(shipment_id: int, *, now: datetime) -> bool:
    """The carrier says that a parcel of ours was delivered: the time to receive it runs anew from here."""
    waiting = ReturnParcel.shipment_id == shipment_id, ReturnParcel.delivered_at.is_(None)
    case_id = db.session.scalar(select(ReturnParcel.case_id).where(*waiting))
    if case_id is None:
        return False
    case = moving.locked(case_id)
    db.session.execute(update(ReturnParcel).where(*waiting).values(delivered_at=now))
    if case.state is State.RETURN_IN_TRANSIT:
        clocks.arm(case, Clock.MERCHANT_RECEIPT, now)
        clocks.refresh(case)
    return True


@command
def receive(
    case_id: int, units: Mapping[int, int], *, is_all: bool = False, unexpected: str = "", actor: User, now: datetime
) -> Case:
    """Count units in, by case line id. `is_all`: nothing more will come, what is missing stays with the customer.

    Raises RuleViolation `no_units` or `within_announced`.
    """
    case = moving.locked(case_id)
    counted = {line.id: units.get(line.id, 0) for line in case.lines}
    if set(units) - set(counted) or any(count < 0 for count in counted.values()):
        raise RuleViolation("not_in_case", "This item is not part of the case.")
    if not any(counted.values()):
        raise RuleViolation("no_units", "Count in at least one unit.", field="units")
    fits = all(counted[line.id] <= line.to_receive for line in case.lines)
    parcel = _open_parcel(case.id)
    moving.move(
        case,
        Event.RECEIVE,
        parties=moving.parties_of(actor, case) - {Party.BUYER},
        actor=actor,
        now=now,
        true={Guard.WITHIN_ANNOUNCED} if fits else (),
        payload={"units": {str(line_id): count for line_id, count in counted.items()}},
    )
    for line in case.lines:
        _count_in(case, line.id, counted[line.id], is_all, parcel, actor, now)
    case.has_goods = True
    if parcel is not None:
        parcel.received_at = now
    if unexpected.strip():
        item = UnexpectedItem(case_id=case.id, description=unexpected.strip()[:500], quantity=1, by_id=actor.id, at=now)
        db.session.add(item)
    received, asked = sum(line.qty_received for line in case.lines), sum(line.quantity for line in case.lines)
    publish(GoodsReceived(**moving.facts_of(case, actor, now), units=received, announced=asked))
    return case


def _count_in(case: Case, line_id: int, count: int, is_all: bool, parcel: ReturnParcel | None, actor: User, now: datetime) -> None:
    line = next(line for line in case.lines if line.id == line_id)
    if count:
        line.qty_received += count
        receipt = Receipt(case_line_id=line.id, parcel_id=parcel.id if parcel else None, quantity=count, by_id=actor.id, at=now)
        db.session.add(receipt)
        db.session.flush()
        if line.sku_id is not None:
            shop.receive_return(line.sku_id, count, reference=f"{case.number}-receipt-{receipt.id}", now=now)
    if is_all and line.to_receive:
        missing = line.to_receive
        line.qty_missing += missing
        line.qty_held -= missing
        shop.release_quantity(line.order_line_id, missing, now=now)


def _open_parcel(case_id: int) -> ReturnParcel | None:
    stmt = select(ReturnParcel).where(ReturnParcel.case_id == case_id, ReturnParcel.received_at.is_(None))
    return db.session.scalar(stmt.order_by(ReturnParcel.id).limit(1))

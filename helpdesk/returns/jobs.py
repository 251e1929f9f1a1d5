"""What runs again and again for cases."""

import logging

from helpdesk import shop
from helpdesk.returns import queries
from helpdesk.returns.commands import completing, expiring, receiving
from kit import clock
from kit.errors import DomainError
from kit.schedule import every

_log = logging.getLogger(__name__)


@every(15)
def sweep() -> None:
    """Remind of deadlines that are near, and take the step of those that have passed."""
    now = clock.now()
    for deadline_id in queries.near_ids(now):
        expiring.warn(deadline_id, now=now)
    for deadline_id in queries.overdue_ids(now):
        try:
            expiring.fire(deadline_id, now=now)
        except DomainError as refused:
            _log.warning("deadline_refused", extra={"deadline": deadline_id, "code": refused.code})


@every(60)
def follow_refunds() -> None:
    """Move cases whose money has arrived, or was refused, although nobody told us."""
    now = clock.now()
    for number in queries.numbers_waiting_for_money():
        completing.follow_money(number, now=now)


def refund_moved(refund_id: int) -> None:
    """A refund of a case was paid or refused."""
    number = shop.refund(refund_id).case_ref
    if number is not None:
        completing.follow_money(number, now=clock.now())


def parcel_arrived(shipment_id: int) -> None:
    """A parcel back was delivered."""
    receiving.shipment_arrived(shipment_id, now=clock.now())

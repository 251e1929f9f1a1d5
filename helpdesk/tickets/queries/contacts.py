"""What earlier contacts of a customer say about a new one."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import exists, select

from helpdesk.classification.rules.facts import Circumstances, Fact
from helpdesk.classification.vocabulary import Topic
from helpdesk.tickets.models import Ticket
from kit.db import db

REPEATED_WITHIN = timedelta(hours=72)
_REPEATED = Fact(
    "repeated_contact", Topic.URGENCY, "high", 2.0,
    {"en": "Wrote about the same order less than 72 hours ago", "zh": "72 小时内就同一订单再次联系"},
)  # fmt: skip


def repeated_contact(circumstances: Circumstances) -> Iterable[Fact]:
    """A second request of the same customer about the same order within 72 hours is urgent."""
    if circumstances.requester_id is None or circumstances.order_id is None:
        return ()
    lately = Ticket.created_at > circumstances.now - REPEATED_WITHIN, Ticket.created_at <= circumstances.now
    same = Ticket.requester_id == circumstances.requester_id, Ticket.order_id == circumstances.order_id
    return (_REPEATED,) if db.session.scalar(select(exists().where(*same, *lately))) else ()

"""The points every shop starts with."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from kit.db import db
from kit.defaults import installs_defaults
from storefront.risk.models import RiskRule
from storefront.risk.vocabulary import Reason

WEIGHTS = (
    (Reason.HIGH_AMOUNT, 50, 1_000_000),
    (Reason.ADDRESS_MISMATCH, 30, 2),
    (Reason.REPEATED_REFUSALS, 50, 2),
    (Reason.MANY_ORDERS, 30, 6),
    (Reason.SHARED_PHONE, 30, 4),
    (Reason.DECLINED_PAYMENTS, 40, 3),
    (Reason.FIRST_AT_DOOR, 50, 100_000),
)


@installs_defaults
def install(now: datetime) -> None:
    """Write the rules that are missing."""
    for reason, points, threshold in WEIGHTS:
        row = insert(RiskRule).values(reason=reason, points=points, threshold=threshold)
        db.session.execute(row.on_conflict_do_nothing())

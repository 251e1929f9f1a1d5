"""Who is a member, and at which level."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from kit.db import command, db
from storefront.members.models import Member, MemberLevel


@command
def enrol(user_id: int, *, growth: int = 0, born_on: date | None = None, now: datetime) -> None:
    """Make or update a member with so much growth; the level follows from it. Safe to repeat."""
    reached = select(MemberLevel.key).where(MemberLevel.min_growth <= growth).order_by(MemberLevel.min_growth.desc()).limit(1)
    level = db.session.scalars(reached).one()
    row = insert(Member).values(user_id=user_id, level=level, growth=growth, joined_at=now, born_on=born_on)
    changed = {"level": level, "growth": growth}
    db.session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=changed))

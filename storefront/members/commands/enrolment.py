"""Who is a member, and at which level."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from kit.db import command, db, lock
from storefront.members.models import LevelChange, Member, MemberLevel


@command
def enrol(user_id: int, *, growth: int = 0, born_on: date | None = None, now: datetime) -> None:
    """Make or update a member with so much growth; the level follows from it. Safe to repeat."""
    reached = select(MemberLevel.key).where(MemberLevel.min_growth <= growth).order_by(MemberLevel.min_growth.desc()).limit(1)
    level = db.session.scalars(reached).one()
    row = insert(Member).values(user_id=user_id, level=level, growth=growth, joined_at=now, born_on=born_on)
    changed = {"level": level, "growth": growth}
    db.session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=changed))


@command
def join(user_id: int, *, now: datetime) -> None:
    """Make somebody a member of the first level, if they are none yet."""
    if db.session.get(Member, user_id) is None:
        enrol(user_id, now=now)


@command
def grow(user_id: int, growth: int, *, now: datetime) -> None:
    """Add to a member's growth, or take from it; the level follows, up and down, and the change is kept. Raises NotFound."""
    member = lock(Member, user_id)
    member.growth = max(member.growth + growth, 0)
    reached = select(MemberLevel.key).where(MemberLevel.min_growth <= member.growth).order_by(MemberLevel.min_growth.desc())
    level = db.session.scalars(reached.limit(1)).one()
    if level != member.level:
        db.session.add(LevelChange(user_id=user_id, before=member.level, after=level, growth=member.growth, at=now))
        member.level = level

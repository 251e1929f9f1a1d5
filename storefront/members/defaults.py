"""The levels every shop starts with."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from kit.db import db
from kit.defaults import installs_defaults
from storefront.members.models import MemberLevel

LEVELS = (
    ("standard", {"en": "Member", "zh": "普通会员"}, 0, 0),
    ("silver", {"en": "Silver", "zh": "银卡会员"}, 2_000, 0),
    ("gold", {"en": "Gold", "zh": "金卡会员"}, 6_000, 8),
    ("platinum", {"en": "Platinum", "zh": "铂金会员"}, 15_000, 23),
)


@installs_defaults
def install(now: datetime) -> None:
    """Write the levels that are missing."""
    for key, name, growth, bonus in LEVELS:
        row = insert(MemberLevel).values(key=key, name=name, min_growth=growth, window_bonus_days=bonus, discount_bp=0, perks={})
        db.session.execute(row.on_conflict_do_nothing())

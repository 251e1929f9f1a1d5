"""The tags that every shop starts with."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from kit.db import db
from kit.defaults import installs_defaults
from storefront.catalogue.models import Tag

TAGS = {
    "new": {"en": "New", "zh": "新品"},
    "bestseller": {"en": "Bestseller", "zh": "畅销"},
    "gift": {"en": "Gift idea", "zh": "送礼之选"},
    "sale": {"en": "Sale", "zh": "特惠"},
    "fresh": {"en": "Fresh", "zh": "新鲜"},
    "new-batch": {"en": "New batch", "zh": "新批次"},
    "made-to-order": {"en": "Made to order", "zh": "定制"},
}


@installs_defaults
def install_tags(_now: datetime) -> None:
    rows = [{"key": key, "name": name} for key, name in TAGS.items()]
    db.session.execute(insert(Tag).values(rows).on_conflict_do_nothing())

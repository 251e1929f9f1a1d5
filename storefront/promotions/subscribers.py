"""Promotions for a shelf follow it when it moves."""

from sqlalchemy import select

from kit.db import db
from kit.events import on
from storefront.events import CategoryMoved
from storefront.promotions.models import Promotion


@on(CategoryMoved)
def follow_shelf(event: CategoryMoved) -> None:
    for promotion in db.session.scalars(select(Promotion).where(Promotion.category_paths != [])):
        followed = [_after(path, event) for path in promotion.category_paths]
        if followed != promotion.category_paths:
            promotion.category_paths = followed


def _after(path: str, event: CategoryMoved) -> str:
    is_below = (path + "/").startswith(event.before + "/")
    return event.after + path[len(event.before) :] if is_below else path

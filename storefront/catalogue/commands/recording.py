"""Writing down who changed what of a product or a shelf, and where it used to be."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from kit.db import db
from kit.errors import RuleViolation
from storefront.catalogue.models import CatalogueChange, Category, OldAddress, Product
from storefront.catalogue.rules import addresses
from storefront.catalogue.vocabulary import ChangeKind


def note(
    thing: Product | Category, action: ChangeKind, changes: Sequence[dict[str, Any]] = (), *, text: str = "",
    actor_id: int | None, now: datetime,
) -> None:  # fmt: skip
    """One line of the history. `thing` has an id already."""
    target = {"product_id": thing.id} if isinstance(thing, Product) else {"category_id": thing.id}
    db.session.add(CatalogueChange(action=action.value, changes=list(changes), note=text, actor_id=actor_id, at=now, **target))


def check_slug(kind: type[Product] | type[Category], slug: str, own_id: int | None) -> None:
    """Raises RuleViolation: bad_slug, slug_taken (by another thing, now or before, whose links must go on working)."""
    if not addresses.is_slug(slug):
        raise RuleViolation("bad_slug", "Use small letters, digits and hyphens only, such as gooseneck-kettle.", field="slug")
    holder = db.session.scalar(select(kind.id).where(kind.slug == slug))
    if holder not in (None, own_id):
        raise RuleViolation("slug_taken", "This address belongs to something else. Choose another one.", field="slug")
    old = db.session.get(OldAddress, (_word(kind), slug))
    if old is not None and own_id != (old.product_id or old.category_id):
        raise RuleViolation("slug_taken", "Old links to something else use this address. Choose another one.", field="slug")


def leave_address(thing: Product | Category, before: str, *, now: datetime) -> None:
    """The thing moved away from `before`: links to it lead to its new address from now on."""
    kind = type(thing)
    target = {"product_id" if kind is Product else "category_id": thing.id}
    back = db.session.get(OldAddress, (_word(kind), thing.slug))
    if back is not None:
        db.session.delete(back)
    row = insert(OldAddress).values(kind=_word(kind), slug=before, since=now, **target)
    db.session.execute(row.on_conflict_do_nothing())


def forget(shelf: Category, target: Category, *, now: datetime) -> None:
    """A shelf goes for good: its address leads to `target`, its history stays there."""
    moved = update(CatalogueChange).where(CatalogueChange.category_id == shelf.id).values(category_id=target.id)
    db.session.execute(moved, execution_options={"synchronize_session": False})
    slug = shelf.slug
    db.session.delete(shelf)
    db.session.flush()
    db.session.add(OldAddress(kind=_word(Category), slug=slug, category_id=target.id, since=now))


def _word(kind: type[Product] | type[Category]) -> str:
    return kind.__tablename__

"""The tree of shelves: adding, renaming, moving and removing without breaking products or links (handbook 3.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from kit.accounts.models import User
from kit.accounts.vocabulary import MANAGERS
from kit.db import command, db, lock
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.events import publish
from storefront.catalogue.commands import recording
from storefront.catalogue.models import Category, OldAddress, Product
from storefront.catalogue.rules import addresses, texts
from storefront.catalogue.vocabulary import ChangeKind
from storefront.events import CategoryMoved


@dataclass(frozen=True, kw_only=True)
class ShelfDraft:
    """A shelf as it was typed; `parent_id` None is the top."""

    slug: str
    name: dict[str, str]
    parent_id: int | None = None
    position: int = 0


@command
def add(draft: ShelfDraft, *, actor: User, now: datetime) -> Category:
    """A new shelf. Raises NotAllowed; RuleViolation: no_name, bad_slug, slug_taken, too_deep."""
    _enter(actor)
    _check_name(draft)
    recording.check_slug(Category, draft.slug, None)
    parent = _parent(draft.parent_id)
    depth = parent.depth + 1 if parent else 1
    if not addresses.fits(depth, 1):
        raise _too_deep()
    path = addresses.path_under(parent.path if parent else None, draft.slug)
    shelf = Category(slug=draft.slug, name=draft.name, parent_id=draft.parent_id, path=path, depth=depth, position=draft.position)
    db.session.add(shelf)
    db.session.flush()
    recording.note(shelf, ChangeKind.CREATED, texts.differences({}, facts(shelf)), actor_id=actor.id, now=now)
    return shelf


@command
def change(category_id: int, draft: ShelfDraft, *, seen_version: int | None, actor: User, now: datetime) -> Category:
    """Rename a shelf, move it with everything below it, or both; old addresses go on leading to it.

    Raises NotAllowed; NotFound; Conflict("stale"); RuleViolation: no_name, bad_slug, slug_taken, too_deep, under_itself."""
    _enter(actor)
    shelf = lock(Category, category_id)
    if seen_version not in (None, shelf.version):
        raise Conflict("stale", "Somebody changed this meanwhile. Look at the new state and try again.")
    _check_name(draft)
    recording.check_slug(Category, draft.slug, category_id)
    parent = _parent(draft.parent_id)
    below = _below(shelf)
    if parent is not None and addresses.is_below(parent.path, shelf.path):
        raise RuleViolation("under_itself", "A shelf cannot stand below itself.", field="parent")
    depth = parent.depth + 1 if parent else 1
    if not addresses.fits(depth, max(one.depth for one in below) - shelf.depth + 1):
        raise _too_deep()
    before, slug, path = facts(shelf), shelf.slug, shelf.path
    shelf.slug, shelf.name, shelf.parent_id, shelf.position = draft.slug, draft.name, draft.parent_id, draft.position
    _carry(below, path, addresses.path_under(parent.path if parent else None, draft.slug), depth - shelf.depth)
    db.session.flush()
    if slug != draft.slug:
        recording.leave_address(shelf, slug, now=now)
    changed = texts.differences(before, facts(shelf))
    if changed:
        recording.note(shelf, ChangeKind.EDITED, changed, actor_id=actor.id, now=now)
    if path != shelf.path:
        publish(CategoryMoved(category_id=shelf.id, before=path, after=shelf.path, actor_id=actor.id, at=now))
    return shelf


@command
def remove(category_id: int, *, into_id: int, actor: User, now: datetime) -> Category:
    """Take a shelf away: its products, and all links that led to it, go to another shelf.

    Raises NotAllowed; NotFound; RuleViolation: has_shelves (below it), into_itself."""
    _enter(actor)
    shelf, target = lock(Category, category_id), lock(Category, into_id)
    if shelf.id == target.id:
        raise RuleViolation("into_itself", "Choose another shelf for the products.", field="into")
    if len(_below(shelf)) > 1:
        raise RuleViolation("has_shelves", "There are shelves below this one. Move or remove them first.", field="into")
    moved = update(Product).where(Product.category_id == shelf.id).values(category_id=target.id, version=Product.version + 1)
    db.session.execute(moved, execution_options={"synchronize_session": False})
    links = update(OldAddress).where(OldAddress.category_id == shelf.id).values(category_id=target.id)
    db.session.execute(links, execution_options={"synchronize_session": False})
    gone = {"field": "shelf", "before": shelf.path, "after": target.path}
    recording.forget(shelf, target, now=now)
    recording.note(target, ChangeKind.REMOVED, [gone], actor_id=actor.id, now=now)
    publish(CategoryMoved(category_id=target.id, before=shelf.path, after=target.path, actor_id=actor.id, at=now))
    return target


def facts(shelf: Category) -> dict[str, str]:
    """What the history compares."""
    return {
        "name_en": shelf.name.get("en", ""), "name_zh": shelf.name.get("zh", ""), "slug": shelf.slug, "path": shelf.path,
        "position": str(shelf.position),
    }  # fmt: skip


def _enter(actor: User) -> None:
    """Only managers change the tree, and one at a time: paths of many shelves change together."""
    if actor.role not in MANAGERS:
        raise NotAllowed("change the shelves")
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("category tree", 0))))


def _parent(parent_id: int | None) -> Category | None:
    return lock(Category, parent_id) if parent_id is not None else None


def _below(shelf: Category) -> Sequence[Category]:
    """The shelf and all below it, from the top down."""
    under = Category.path.startswith(f"{shelf.path}/", autoescape=True)
    return list(db.session.scalars(select(Category).where((Category.id == shelf.id) | under).order_by(Category.depth)))


def _carry(below: Sequence[Category], before: str, after: str, levels: int) -> None:
    for one in below:
        one.path, one.depth = addresses.path_after(one.path, before, after), one.depth + levels


def _check_name(draft: ShelfDraft) -> None:
    if not draft.name.get("en") or not draft.name.get("zh"):
        raise RuleViolation("no_name", "Give the name in both languages.", field="name_en")


def _too_deep() -> RuleViolation:
    return RuleViolation("too_deep", "Shelves have at most three levels.", field="parent")

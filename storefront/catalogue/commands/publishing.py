"""A product's way onto the shelf and off it: submitted, approved by a second person, shelved now or later, delisted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from kit.accounts.models import User
from kit.accounts.vocabulary import MANAGERS
from kit.db import claimed, command, db
from kit.errors import RuleViolation
from kit.events import publish
from storefront.catalogue.commands import recording
from storefront.catalogue.commands.editing import opened
from storefront.catalogue.models import Product, ProductPicture, Sku
from storefront.catalogue.rules import publishing as rules
from storefront.catalogue.vocabulary import UPLOADED, ChangeKind, DelistReason, ProductStatus
from storefront.events import ProductDelisted, ProductShelved, ProductSubmitted


@command
def submit(product_id: int, *, actor: User, now: datetime) -> Product:
    """Ask for approval. Raises NotAllowed; NotFound; RuleViolation: wrong_status, incomplete (`missing` names what is)."""
    product = _taken("submit", product_id, actor)
    missing = missing_of(product)
    if missing:
        raise RuleViolation("incomplete", "Something is still missing; the product's page lists it.", missing=missing)
    product.status, product.submitted_by, product.approved_by = ProductStatus.SUBMITTED, actor.id, None
    recording.note(product, ChangeKind.SUBMITTED, actor_id=actor.id, now=now)
    publish(ProductSubmitted(product_id=product.id, actor_id=actor.id, at=now))
    return product


@command
def send_back(product_id: int, why: str, *, actor: User, now: datetime) -> Product:
    """Not like this: back to draft, with a reason. Raises NotAllowed; NotFound; RuleViolation: wrong_status, no_reason."""
    product = _taken("send_back", product_id, actor)
    if not why.strip():
        raise RuleViolation("no_reason", "Say what has to be changed.", field="note")
    product.status, product.shelf_at = ProductStatus.DRAFT, None
    recording.note(product, ChangeKind.SENT_BACK, text=why.strip(), actor_id=actor.id, now=now)
    return product


@command
def approve(product_id: int, *, shelf_at: datetime | None, actor: User, now: datetime) -> Product:
    """Approve, and put it on the shelf at once (`shelf_at` None or past) or at that instant.

    Raises NotAllowed; NotFound; RuleViolation: wrong_status, second_person."""
    product = _taken("approve", product_id, actor)
    if rules.needs_another(actor.id, product.submitted_by, _approvers()):
        raise RuleViolation("second_person", "Somebody else has to approve what you submitted yourself.")
    product.status, product.approved_by, product.shelf_at = ProductStatus.APPROVED, actor.id, shelf_at
    recording.note(product, ChangeKind.APPROVED, actor_id=actor.id, now=now)
    if shelf_at is None or shelf_at <= now:
        db.session.flush()
        shelve(product.id, actor_id=actor.id, now=now)
    return product


@command
def shelve(product_id: int, *, actor_id: int | None = None, now: datetime) -> bool:
    """Put an approved product on the shelf: by hand, or by the clock once its time has come. Twice is harmless."""
    waiting = Product.id == product_id, Product.status == ProductStatus.APPROVED
    shown = {
        "status": ProductStatus.ON_SHELF, "on_shelf_at": now, "shelf_at": None, "delist_reason": None, "delist_note": "",
        "version": Product.version + 1,
    }  # fmt: skip
    if not claimed(update(Product).where(*waiting).values(**shown)):
        return False
    product = db.session.get_one(Product, product_id, populate_existing=True)
    recording.note(product, ChangeKind.SHELVED, actor_id=actor_id, now=now)
    publish(ProductShelved(product_id=product_id, actor_id=actor_id, at=now))
    return True


@command
def shelve_now(product_id: int, *, actor: User, now: datetime) -> None:
    """Do not wait for the planned time. Raises NotAllowed; NotFound; RuleViolation("wrong_status")."""
    _taken("shelve", product_id, actor)
    db.session.flush()
    shelve(product_id, actor_id=actor.id, now=now)


@command
def delist(product_id: int, reason: DelistReason, *, note: str = "", actor: User | None = None, now: datetime) -> None:
    """Take a product off the shelf. Safe to repeat. Raises NotAllowed; NotFound; RuleViolation("no_reason") for "other" alone."""
    product = opened(product_id, None, actor) if actor else db.session.get_one(Product, product_id, with_for_update=True)
    if product.status is ProductStatus.DELISTED:
        return
    if reason is DelistReason.OTHER and actor is not None and not note.strip():
        raise RuleViolation("no_reason", "Say in a few words why it is taken off the shelf.", field="note")
    product.status, product.delist_reason, product.delist_note = ProductStatus.DELISTED, reason, note.strip()
    actor_id = actor.id if actor else None
    recording.note(product, ChangeKind.DELISTED, text=f"{reason.value}: {note.strip()}".rstrip(": "), actor_id=actor_id, now=now)
    publish(ProductDelisted(product_id=product_id, reason=reason.value, actor_id=actor_id, at=now))


@command
def reopen(product_id: int, what_was_done: str, *, actor: User, now: datetime) -> Product:
    """A delisted product becomes a draft again, once its cause was dealt with. Raises as `send_back`."""
    product = _taken("reopen", product_id, actor)
    if not what_was_done.strip():
        raise RuleViolation("no_reason", "Say what was done about the cause.", field="note")
    product.status = ProductStatus.DRAFT
    recording.note(product, ChangeKind.REOPENED, text=what_was_done.strip(), actor_id=actor.id, now=now)
    return product


def due(now: datetime, *, limit: int = 200) -> Sequence[int]:
    """Approved products whose time has come."""
    planned = Product.status == ProductStatus.APPROVED, Product.shelf_at <= now
    return list(db.session.scalars(select(Product.id).where(*planned).order_by(Product.shelf_at).limit(limit)))


def missing_of(product: Product) -> list[str]:
    """What the product still needs before it can be submitted."""
    described = select(ProductPicture.key).where(
        ProductPicture.product_id == product.id, ProductPicture.alt["en"].astext != "", ProductPicture.alt["zh"].astext != ""
    )
    known = set(db.session.scalars(described))
    articles = select(func.count()).where(Sku.product_id == product.id, Sku.is_active)
    return rules.missing(
        rules.Facts(
            names=sum(bool(text) for text in product.name.values()),
            descriptions=sum(bool(text) for text in product.description.values()),
            pictures=len(product.pictures),
            pictures_described=sum(key in known or not key.startswith(UPLOADED) for key in product.pictures),
            articles=db.session.scalars(articles).one(),
        )
    )


def _taken(action: str, product_id: int, actor: User) -> Product:
    product = opened(product_id, None, actor)
    if not rules.may(action, product.status):
        raise RuleViolation("wrong_status", "The product is in another state by now. Look at its page again.")
    return product


def _approvers() -> list[int]:
    return list(db.session.scalars(select(User.id).where(User.role.in_(MANAGERS), User.active)))

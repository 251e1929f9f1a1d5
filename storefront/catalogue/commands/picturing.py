"""The pictures of a product: uploaded, described, put in order, taken away."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from kit.accounts.models import User
from kit.db import command, db
from kit.errors import NotFound, RuleViolation
from kit.uploads import commands as uploads
from kit.uploads import rules as checks
from kit.uploads.rules import Accepted
from storefront.catalogue.commands import recording
from storefront.catalogue.commands.editing import opened
from storefront.catalogue.models import Product, ProductPicture
from storefront.catalogue.rules import publishing
from storefront.catalogue.vocabulary import MAX_PICTURES, SIDES, UPLOADED, ChangeKind


@command
def add(product_id: int, photo: Accepted, alt: dict[str, str], *, actor: User, now: datetime) -> ProductPicture:
    """Put a checked photo at the end of the gallery, in three sizes. Raises NotAllowed, NotFound, RuleViolation("too_many")."""
    product = opened(product_id, None, actor)
    if len(product.pictures) >= MAX_PICTURES:
        raise RuleViolation("too_many", "A product has at most 12 pictures. Take one away first.", field="photos")
    sizes = {f"{name}_id": uploads.keep(checks.resized(photo, side), owner=actor, now=now).id for name, side in SIDES.items()}
    picture = ProductPicture(product_id=product_id, key=f"{UPLOADED}{secrets.token_hex(10)}", alt=alt, **sizes)
    db.session.add(picture)
    _show(product, [*product.pictures, picture.key], actor=actor, now=now)
    return picture


@command
def describe(product_id: int, key: str, alt: dict[str, str], *, actor: User, now: datetime) -> None:
    """What the picture shows, for those who cannot see it. Raises NotAllowed, NotFound."""
    product = opened(product_id, None, actor)
    if key not in product.pictures:
        raise NotFound("picture", key)
    mine = ProductPicture.product_id == product_id, ProductPicture.key == key
    picture = db.session.scalar(select(ProductPicture).where(*mine)) or ProductPicture(product_id=product_id, key=key)
    changes = [
        {"field": f"alt_{language}", "before": (picture.alt or {}).get(language, ""), "after": alt.get(language, "")}
        for language in ("en", "zh")
        if (picture.alt or {}).get(language, "") != alt.get(language, "")
    ]
    picture.alt = alt
    db.session.add(picture)
    if changes:
        recording.note(product, ChangeKind.PICTURES, changes, actor_id=actor.id, now=now)


@command
def move(product_id: int, key: str, place: int, *, actor: User, now: datetime) -> None:
    """Put the picture at another place; 0 is the first, which stands for the product. Raises NotAllowed, NotFound."""
    product = opened(product_id, None, actor)
    rest = _without(product, key)
    rest.insert(max(0, min(place, len(rest))), key)
    _show(product, rest, actor=actor, now=now)


@command
def take_away(product_id: int, key: str, *, actor: User, now: datetime) -> None:
    """Take the picture out of the gallery; past orders still show it. Raises NotAllowed, NotFound."""
    product = opened(product_id, None, actor)
    _show(product, _without(product, key), actor=actor, now=now)


def _without(product: Product, key: str) -> list[str]:
    if key not in product.pictures:
        raise NotFound("picture", key)
    return [one for one in product.pictures if one != key]


def _show(product: Product, keys: Sequence[str], *, actor: User, now: datetime) -> None:
    before = ", ".join(product.pictures)
    product.pictures, product.picture = list(keys), keys[0] if keys else ""
    product.status = publishing.status_after_edit(product.status)
    changed = {"field": "pictures", "before": before, "after": ", ".join(keys)}
    recording.note(product, ChangeKind.PICTURES, [changed], actor_id=actor.id, now=now)

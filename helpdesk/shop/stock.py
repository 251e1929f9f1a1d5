"""Goods coming back and goods sent in their place."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from helpdesk.shop import records
from kit.db import db
from storefront.cart.queries import option_text
from storefront.catalogue.models import Sku
from storefront.inventory import queries as inventory
from storefront.inventory.commands import moving
from storefront.inventory.vocabulary import Disposition
from storefront.payments.commands import closing, replacing


def receive_return(sku_id: int, quantity: int, reference: str, now: datetime, *, actor_id: int | None = None) -> bool:
    """Returned units enter quarantine, never sellable stock. False when `reference` was already booked."""
    return moving.receive_return(sku_id, quantity, reference=reference, actor_id=actor_id, now=now)


def dispose(
    sku_id: int, disposition: str, quantity: int, reference: str, now: datetime, *, open_box_sku_id: int | None = None,
    actor_id: int | None = None,
) -> bool:  # fmt: skip
    """Carry out an inspection's disposition (restock_new, restock_open_box, refurbish, return_to_vendor, scrap, donate;
    hold_as_evidence and missing move nothing). False when `reference` was already booked or nothing moved.

    Raises RuleViolation("out_of_stock") for more than is quarantined, ValueError for an unknown disposition."""
    return moving.dispose(
        sku_id, Disposition(disposition), quantity, reference=reference, open_box_sku_id=open_box_sku_id, actor_id=actor_id, now=now
    )


def place_replacement(
    order_line_id: int, sku_id: int, quantity: int, reference: str, now: datetime, *, payable_minor: int | None = None
) -> str:
    """Place a paid order for the replacement; returns its number. The same `reference` again finds the first order.

    Raises RuleViolation: not_sold, out_of_stock; NotFound."""
    return replacing.place_replacement(
        order_line_id, sku_id, quantity, reference=reference, payable_minor=payable_minor, now=now
    ).number


def cancel_units(order_id: int, order_line_id: int, quantity: int, *, actor_id: int | None, now: datetime) -> None:
    """Cancel and refund units that were not sent. Raises RuleViolation("already_sent"), NotFound."""
    closing.cancel_units(order_id, order_line_id, quantity, actor_id=actor_id, now=now)


def variants(product_id: int) -> list[records.Variant]:
    """The articles of a product that could replace one another, with what is available."""
    mine = select(Sku).where(Sku.product_id == product_id, Sku.is_active).order_by(Sku.position, Sku.id)
    skus = list(db.session.scalars(mine.options(joinedload(Sku.product, innerjoin=True))))
    left = inventory.available([sku.id for sku in skus])
    return [
        records.Variant(
            id=sku.id, sku_no=sku.sku_no, product_id=sku.product_id, name=sku.product.name, options=option_text(sku.options),
            picture=sku.product.picture, price_minor=sku.price_minor, currency=sku.currency, available=left[sku.id],
        )
        for sku in skus
    ]  # fmt: skip

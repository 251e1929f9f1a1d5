"""The bag in the head of every shop page, and what a product page and the front page say of buying."""

from datetime import timedelta

from flask import render_template, request

from kit import clock, profile
from kit.web.panels import panel
from storefront.cart import bag, queries
from storefront.cart.vocabulary import LOW_STOCK
from storefront.catalogue.models import Product
from storefront.inventory import queries as inventory


@panel("store.tools")
def bag_link() -> str:
    return render_template("cart/_link.html", pieces=bag.pieces())


@panel("product.buy")
def buy(*, product: Product) -> str:
    """Variants, quantity and the button; the variant of the address is preselected if it can be had."""
    skus = [sku for sku in product.skus if sku.is_active]
    left, methods = inventory.available([sku.id for sku in skus]), queries.deliveries()
    wanted = request.args.get("sku", type=int)
    having = [sku for sku in skus if left[sku.id]]
    chosen = next((sku for sku in having if sku.id == wanted), having[0] if having else None)
    arrives = clock.now() + timedelta(days=methods[0].days) if methods else None
    return render_template(
        "cart/_buy.html", product=product, skus=skus, left=left, chosen=chosen, arrives=arrives, low=LOW_STOCK,
        option_text=queries.option_text,
    )  # fmt: skip


@panel("store.promises", order=40)
def delivery_promise() -> str:
    methods = queries.deliveries()
    return render_template("cart/_promise.html", method=methods[0], currency=profile.current().currency) if methods else ""


@panel("product.promises", order=50)
def repair_promise(*, product: Product) -> str:
    days = max((sku.warranty_days for sku in product.skus), default=0)
    return render_template("cart/_warranty.html", days=days) if days else ""

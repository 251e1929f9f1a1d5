"""The bag, its prices and the ways of delivery."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the parts on other pages, the default deliveries and the nightly tidying."""
    from kit.privacy import keeps
    from storefront.cart import console, defaults, jobs, panels, portal, privacy  # noqa: F401

    keeps("cart", privacy)
    app.register_blueprint(portal.bp)
    app.register_blueprint(console.bp)

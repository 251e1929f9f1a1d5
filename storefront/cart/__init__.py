"""The bag, its prices and the ways of delivery."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the parts on other pages, the default deliveries and the nightly tidying."""
    from storefront.cart import defaults, jobs, panels, portal  # noqa: F401

    app.register_blueprint(portal.bp)

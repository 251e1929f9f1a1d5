"""Shelves, products and their pages."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, and the departments in the shop's head."""
    from storefront.catalogue import console, panels, portal  # noqa: F401

    app.register_blueprint(portal.bp)
    app.register_blueprint(console.bp)

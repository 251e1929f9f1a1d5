"""Reviews by buyers."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the form, and the parts of the product and order pages."""
    from kit.privacy import keeps
    from storefront.reviews import console, models, panels, portal, privacy  # noqa: F401

    keeps("reviews", privacy)
    app.register_blueprint(portal.bp)
    app.register_blueprint(console.bp)

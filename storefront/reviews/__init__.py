"""Reviews by buyers."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the form, and the parts of the product and order pages."""
    from storefront.reviews import models, panels, portal  # noqa: F401

    app.register_blueprint(portal.bp)

"""The feature promotions."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from storefront.promotions import console, models, subscribers  # noqa: F401

    app.register_blueprint(console.bp)

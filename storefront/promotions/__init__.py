"""The feature promotions."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from storefront.promotions import models, subscribers  # noqa: F401

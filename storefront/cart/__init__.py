"""The feature cart."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from storefront.cart import defaults, models  # noqa: F401

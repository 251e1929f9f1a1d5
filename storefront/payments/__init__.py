"""The feature payments."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from storefront.payments import models  # noqa: F401

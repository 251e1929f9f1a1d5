"""The feature reviews."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from storefront.reviews import models  # noqa: F401

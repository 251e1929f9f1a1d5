"""The feature catalogue."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from storefront.catalogue import models  # noqa: F401

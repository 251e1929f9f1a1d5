"""The feature inventory."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from storefront.inventory import models  # noqa: F401

"""The feature shipping."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from storefront.shipping import models  # noqa: F401

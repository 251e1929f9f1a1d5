"""The feature orders."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from storefront.orders import jobs, models  # noqa: F401

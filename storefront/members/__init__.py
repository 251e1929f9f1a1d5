"""The feature members."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from storefront.members import defaults, models  # noqa: F401

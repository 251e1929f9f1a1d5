"""The feature members."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from kit.privacy import keeps
    from storefront.members import defaults, models, privacy  # noqa: F401

    keeps("members", privacy)

"""The frame of the shop's management under /manage: its sections, its overview, and what all its lists share."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the overview and the sections in the sidebar."""
    from storefront.manage import console, panels  # noqa: F401

    app.register_blueprint(console.bp)

"""The help centre: articles in both languages, found by search and suggested while a ticket is typed (PRODUCT T15)."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages of readers and authors, the settings tab and the shipped articles."""
    from helpdesk.knowledge import console, defaults, panels, portal  # noqa: F401

    app.register_blueprint(portal.bp)
    app.register_blueprint(console.bp)

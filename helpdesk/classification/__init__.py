"""What a text is about: category, wish, mood and urgency, with reasons; learns from corrections (PRODUCT T2)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Register the settings page, the correction, the ticket's panel and the shipped phrases."""
    from helpdesk.classification import console, defaults, panels, privacy  # noqa: F401
    from kit.privacy import keeps

    keeps("classification", privacy)
    app.register_blueprint(console.bp)

"""The people who answer customers: groups, availability, capacity."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Register the choice of availability and the first group."""
    from helpdesk.staff import console, defaults, panels  # noqa: F401

    app.register_blueprint(console.bp)

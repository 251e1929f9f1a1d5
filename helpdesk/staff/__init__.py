"""The people who answer customers: groups, availability, capacity."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Register the defaults."""
    from helpdesk.staff import defaults  # noqa: F401

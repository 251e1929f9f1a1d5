"""Tickets: the conversation with a customer and the status of the work on it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Register tables and events."""
    from helpdesk.tickets import events, models  # noqa: F401

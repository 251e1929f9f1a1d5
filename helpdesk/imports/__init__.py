"""Bringing in what a shop already has: customers, products, orders, reviews and tickets from tables."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Make the table of imported rows known; everything else is called from the command line."""
    from helpdesk.imports import models  # noqa: F401

"""Bringing in what a shop already has: customers, products, orders, reviews and tickets from tables."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Make the table of imported rows known and offer orders over the REST API; the rest is called from the command line."""
    from helpdesk.imports import api, models  # noqa: F401
    from kit.web.api import register

    register(app, api.bp)

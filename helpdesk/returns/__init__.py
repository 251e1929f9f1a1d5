"""After-sales cases: refund only, return and refund, exchange, repair, re-shipment, price adjustment."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Register the tables."""
    from helpdesk.returns import models  # noqa: F401

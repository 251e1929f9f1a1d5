"""Proposals: a concrete resolution offered, consented to, carried out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Register the tables."""
    from helpdesk.proposals import models  # noqa: F401

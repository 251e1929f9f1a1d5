"""Proposals: a concrete resolution offered, consented to, carried out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Register the pages, what can be offered, and the sweep."""
    from helpdesk.proposals import console, jobs, panels, portal, privacy, timeline  # noqa: F401
    from kit.privacy import keeps
    from kit.registry import load_folder

    keeps("proposals", privacy)
    load_folder("helpdesk.proposals.executors")
    app.register_blueprint(console.bp)
    app.register_blueprint(portal.bp)

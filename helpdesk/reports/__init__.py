"""Reports: figures of periods, with findings, drill-down to tickets, and files."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Load the catalogue, register the pages and the routes for programs."""
    from helpdesk.reports import api, console, panels  # noqa: F401
    from kit.registry import load_folder
    from kit.web.api import register

    load_folder("helpdesk.reports.catalogue")
    app.register_blueprint(console.bp)
    register(app, api.bp)

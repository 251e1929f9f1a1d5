"""After-sales cases: refund only, return and refund, exchange, repair, re-shipment, price adjustment."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Register the pages, the resolutions and what the feature listens to.

    Imported here, so that `helpdesk returns` starts without the application."""
    from kit.registry import load_folder
    from kit.web.api import register

    load_folder("helpdesk.returns.resolutions")
    from helpdesk.returns import api, console, executors, jobs, panels, portal, privacy, subscribers, timeline  # noqa: F401
    from kit.privacy import keeps

    keeps("returns", privacy)
    app.register_blueprint(console.bp)
    app.register_blueprint(portal.bp)
    register(app, api.bp)

"""Service levels: policies, business calendars, and the clocks of every ticket."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Register the settings pages, what listens to tickets, the sweep, the deadlines card and the default policy."""
    from helpdesk.sla import api, defaults, jobs, panels, subscribers  # noqa: F401
    from helpdesk.sla.console import calendars, policies
    from kit.web.api import register

    app.register_blueprint(policies.bp)
    app.register_blueprint(calendars.bp)
    register(app, api.bp)

"""Surveys: asking customers, once per closure, how their request was handled."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the page and route behind the mail's link, what makes surveys due, sweeps, panel and first choices."""
    from helpdesk.surveys import api, console, defaults, jobs, panels, portal, privacy, subscribers  # noqa: F401
    from kit.privacy import keeps
    from kit.web.api import register

    keeps("surveys", privacy)
    app.register_blueprint(portal.bp)
    app.register_blueprint(console.bp)
    register(app, api.bp)

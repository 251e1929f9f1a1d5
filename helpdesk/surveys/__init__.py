"""Surveys: asking customers, once per closure, how their request was handled."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the page behind the mail's link, what makes surveys due, the sweeps, the panel and the shop's first choices."""
    from helpdesk.surveys import defaults, jobs, panels, portal, subscribers  # noqa: F401

    app.register_blueprint(portal.bp)

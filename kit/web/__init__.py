"""The web kit: answers, headers, errors, locale, filters, paging, slots, idempotent forms, health."""

from importlib import import_module

from flask import Flask

from kit.privacy import keeps
from kit.web import (
    answers,
    compression,
    countdown,
    documents,
    errors,
    filters,
    guard,
    health,
    idempotency,
    limits,
    locale,
    outages,
    panels,
    polls,
    privacy,
    start,
    static,
)


def init_app(app: Flask) -> None:
    """Attach everything that every page needs."""
    import_module("kit.jobs")
    compression.init_app(app)
    answers.init_app(app)
    limits.init_app(app)
    locale.init_app(app)
    filters.init_app(app)
    countdown.init_app(app)
    static.init_app(app)
    panels.init_app(app)
    guard.init_app(app)
    documents.init_app(app)
    idempotency.init_app(app)
    errors.init_app(app)
    outages.init_app(app)
    polls.init_app(app)
    keeps("forms", privacy)
    app.register_blueprint(health.bp)
    app.register_blueprint(locale.bp)
    app.register_blueprint(start.bp)

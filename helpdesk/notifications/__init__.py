"""Notifications: rows in the outbox, written with the fact that causes them, rendered and sent by workers."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Load kinds and channels, the replay sweep, the provider's webhook, the operator's page; in development, the outbox."""
    from helpdesk.notifications import api, console, dev_outbox, jobs, panels, privacy  # noqa: F401
    from kit.privacy import keeps
    from kit.registry import load_folder
    from kit.web.guard import csrf

    keeps("notifications", privacy)
    load_folder("helpdesk.notifications.channels")
    load_folder("helpdesk.notifications.kinds")
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
    app.register_blueprint(console.bp)
    if app.config["SETTINGS"].development:
        app.register_blueprint(dev_outbox.bp)

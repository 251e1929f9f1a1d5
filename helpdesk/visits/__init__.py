"""Follow-up visits 回访: asking customers after a solved complaint or a low score whether all is well now."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the worklist, what plans visits, the panels and the shop's first choices."""
    from helpdesk.visits import defaults, panels, privacy, subscribers  # noqa: F401
    from helpdesk.visits.console import settings, worklist
    from kit.privacy import keeps

    keeps("visits", privacy)
    app.register_blueprint(worklist.bp)
    app.register_blueprint(settings.bp)

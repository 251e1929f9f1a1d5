"""The shop's look at an order before it sends anything: what speaks for a check, and what was decided."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the list of held orders, what listens to payments, and the default rules."""
    from kit.privacy import keeps
    from storefront.risk import console, defaults, models, privacy, subscribers  # noqa: F401

    keeps("risk", privacy)
    app.register_blueprint(console.bp)

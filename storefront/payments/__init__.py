"""Payments and refunds, with their providers as plug-ins, and the checkout."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the webhooks, the parts of the order page, the sweeps and the providers."""
    from kit.privacy import keeps
    from kit.registry import load_folder
    from storefront.payments import api, jobs, models, panels, privacy  # noqa: F401
    from storefront.payments.console import money, providers
    from storefront.payments.portal import checkout, credit

    keeps("payments", privacy)
    load_folder("storefront.payments.providers")
    app.register_blueprint(checkout.bp)
    app.register_blueprint(credit.bp)
    app.register_blueprint(money.bp)
    app.register_blueprint(providers.bp)
    app.register_blueprint(api.bp)

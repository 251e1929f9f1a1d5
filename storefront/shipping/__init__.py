"""Parcels, tracking and carriers as plug-ins."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages of warehouse and managers, the part of the order page, the sweeps, the webhook and the carriers."""
    from kit.registry import load_folder
    from kit.web.api import register
    from storefront.shipping import api, jobs, models, panels  # noqa: F401
    from storefront.shipping.console import carriers, parcels

    load_folder("storefront.shipping.carriers")
    app.register_blueprint(parcels.bp)
    app.register_blueprint(carriers.bp)
    register(app, api.bp)

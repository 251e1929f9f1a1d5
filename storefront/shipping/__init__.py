"""Parcels, tracking and carriers as plug-ins."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the warehouse's page, the part of the order page, the sweep and the carriers."""
    from kit.registry import load_folder
    from storefront.shipping import console, jobs, models, panels  # noqa: F401

    load_folder("storefront.shipping.carriers")
    app.register_blueprint(console.bp)

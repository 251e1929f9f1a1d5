"""Orders: placing, their life, and their pages."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the sweeps, and order numbers as something the search recognises."""
    from kit.privacy import keeps
    from storefront.catalogue.jumps import JUMPS
    from storefront.orders import console, jobs, models, portal, privacy  # noqa: F401

    keeps("orders", privacy)
    app.register_blueprint(portal.bp)
    app.register_blueprint(console.bp)
    JUMPS.add("order_number", portal.path_of)

"""Orders: placing, their life, and their pages."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the sweeps, and order numbers as something the search recognises."""
    from kit.privacy import keeps
    from storefront.catalogue.jumps import JUMPS
    from storefront.orders import jobs, models, privacy  # noqa: F401
    from storefront.orders.console import orders as console
    from storefront.orders.portal import changes
    from storefront.orders.portal import orders as portal

    keeps("orders", privacy)
    app.register_blueprint(portal.bp)
    app.register_blueprint(changes.bp)
    app.register_blueprint(console.bp)
    JUMPS.add("order_number", portal.path_of)

"""The books: a journal in double entry of what orders, payments and refunds mean, and invoices with their credit notes."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what listens to orders, the pages of invoices, and the nightly check of the books."""
    from kit.privacy import keeps
    from storefront.ledger import jobs, models, panels, portal, privacy, subscribers  # noqa: F401

    keeps("ledger", privacy)
    app.register_blueprint(portal.bp)

"""Shelves, products and their pages."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the shop's and the managers' pages, the departments in the shop's head, the clock of planned products."""
    from storefront.catalogue import defaults, jobs, panels, portal  # noqa: F401
    from storefront.catalogue.console import pictures, products, shelves, tables, variants

    for one in (portal, products, variants, pictures, shelves, tables):
        app.register_blueprint(one.bp)
    app.jinja_env.globals["picture_url"] = portal.picture_url

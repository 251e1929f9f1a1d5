"""Stock: what is there, what is promised of it, and every movement."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages of the warehouse, the figures of the overview and the watch over thresholds."""
    from storefront.inventory import conditions, console, jobs, panels, report  # noqa: F401

    app.register_blueprint(console.bp)
    app.register_blueprint(report.bp)

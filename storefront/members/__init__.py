"""The feature members."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from kit.privacy import keeps
    from storefront.members import defaults, models, panels, privacy  # noqa: F401
    from storefront.members.portal import addresses

    app.register_blueprint(addresses.bp)
    keeps("members", privacy)

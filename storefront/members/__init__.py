"""The feature members."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from kit.privacy import keeps
    from storefront.members import defaults, models, panels, privacy  # noqa: F401
    from storefront.members.portal import addresses, membership

    app.register_blueprint(addresses.bp)
    app.register_blueprint(membership.bp)
    keeps("members", privacy)

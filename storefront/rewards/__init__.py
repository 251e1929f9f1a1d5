"""What buying earns: points and growth."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what follows orders and refunds, and the sweeps."""
    from kit.privacy import keeps
    from storefront.rewards import jobs, models, privacy, subscribers  # noqa: F401

    keeps("rewards", privacy)

"""The feature payments."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings."""
    from kit.registry import load_folder
    from storefront.payments import jobs, models  # noqa: F401

    load_folder("storefront.payments.providers")

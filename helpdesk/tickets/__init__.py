"""The feature tickets."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what this feature brings: nothing yet."""

"""People, roles, sign-in, sessions, guards and API tokens."""

from flask import Flask

from kit.accounts import privacy, security
from kit.privacy import keeps


def init_app(app: Flask) -> None:
    """Put flask-security on our users, our session rows and our mail."""
    security.init_app(app)
    keeps("account", privacy)

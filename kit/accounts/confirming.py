"""The link of the confirmation mail: opening it changes nothing (mail scanners open links too), its button does (HARDENING G18)."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import views
from flask_security.confirmable import confirm_email_token_status


def init_app(app: Flask) -> None:
    """Put the page with the button before flask-security's view."""
    app.view_functions["security.confirm_email"] = confirm


def confirm(token: str) -> ResponseReturnValue:
    """Ask on opening, confirm on pressing; a spent, old or wrong link is answered at once, since nothing can change."""
    expired, invalid, user = confirm_email_token_status(token)
    is_open = not expired and not invalid and user is not None and user.confirmed_at is None
    if is_open and request.method != "POST":
        return render_template("security/confirm.html", token=token)
    return views.confirm_email(token)  # type: ignore[no-any-return]

"""/dev/outbox: the mails that a development instance keeps as files. Registered in development only."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Blueprint, abort, current_app
from werkzeug.wrappers import Response

from helpdesk.notifications.channels.outbox import folder
from kit.web.answers import page

NEWEST = 100
_NAME = re.compile(r"[0-9]{9,19}-[a-z_]+\.eml")
_MAIL_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; "
    "sandbox allow-popups allow-top-navigation-by-user-activation"
)

bp = Blueprint("dev_outbox", __name__, url_prefix="/dev/outbox")


@bp.get("")
def index() -> Response:
    """The newest mails."""
    paths = sorted(_folder().glob("*.eml"), reverse=True)[:NEWEST]
    return page("notifications/dev_outbox.html", mails=[(path.name, _read(path)) for path in paths])


@bp.get("/<name>")
def show(name: str) -> Response:
    """One mail: its headers and its text, in which links can be followed."""
    mail = _read(_path(name))
    return page("notifications/dev_mail.html", name=name, mail=mail, text=_part(mail, "plain"))


@bp.get("/<name>/html")
def html(name: str) -> Response:
    """One mail as a mail program shows it, in a sandbox of its own."""
    response = Response(_part(_read(_path(name)), "html"), mimetype="text/html")
    response.headers["Content-Security-Policy"] = _MAIL_CSP
    return response


def _folder() -> Path:
    return folder(current_app.config["SETTINGS"])


def _path(name: str) -> Path:
    path = _folder() / name
    if not _NAME.fullmatch(name) or not path.is_file():
        abort(404)
    return path


def _read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    return str(body.get_content()) if body is not None else ""

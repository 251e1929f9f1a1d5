"""flask-security-too on our users: registration with confirmation, reset, second factor; sessions as rows; mail as events."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, request, session
from flask_babel import get_locale
from flask_login import user_logged_in, user_logged_out
from flask_security import (
    MailUtil,
    RegisterFormV2,
    Security,
    SQLAlchemyUserDatastore,
    password_changed,
    password_reset,
    user_confirmed,
)
from flask_security.utils import set_request_attr
from sqlalchemy import Row, Select
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from kit import clock
from kit.accounts import commands, confirming, queries, tries
from kit.accounts.forms_text import NAME, TERMS, TERMS_NEEDED
from kit.accounts.models import Passkey, RoleName, User
from kit.accounts.passkeys import Passkeys
from kit.accounts.rules import clean_name, safe_next
from kit.accounts.second_factor import SingleUseCodes
from kit.accounts.vocabulary import STAFF, AccountMail, Role
from kit.db import db

STAFF_IDLE, STAFF_ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
CUSTOMER_IDLE, CUSTOMER_ABSOLUTE = timedelta(days=14), timedelta(days=60)

_REFUSING = {"security.register", "security.reset_password", "security.change_password"}
_MAILS = {
    "welcome": AccountMail.CONFIRM,
    "confirmation_instructions": AccountMail.CONFIRM,
    "reset_instructions": AccountMail.RESET,
    "welcome_existing": AccountMail.KNOWN_ADDRESS,
}


class RegisterForm(RegisterFormV2):  # type: ignore[misc]
    """Name, address, password and the consent to the terms, which is never ticked beforehand."""

    name = StringField(NAME, [DataRequired(), Length(max=120)])
    terms = BooleanField(TERMS, [DataRequired(message=TERMS_NEEDED)])


class Datastore(SQLAlchemyUserDatastore):  # type: ignore[misc]
    """Our users carry one role word instead of a table of roles, and know when they were made."""

    def _prepare_create_user_args(self, **kwargs: Any) -> dict[str, Any]:
        made: dict[str, Any] = super()._prepare_create_user_args(**kwargs)
        made.pop("roles")
        locale = str(get_locale())
        return made | {
            "name": clean_name(made.get("name") or ""),
            "created_at": clock.now(),
            "locale": locale if locale == "zh_Hans" else "en",
        }


class EventMail(MailUtil):  # type: ignore[misc]
    """Hands account mail to notifications as an event; what flask-security rendered, secrets included, is dropped."""

    def send_mail(self, template: str, *args: Any, **kwargs: Any) -> None:
        mail = _MAILS.get(template.rsplit("/", 1)[-1])
        if mail is not None:
            commands.request_mail(kwargs["user"], mail, now=clock.now())

    def normalize(self, email: str) -> str:
        return str(super().normalize(email)).casefold()

    def validate(self, email: str) -> str:
        return str(super().validate(email)).casefold()


def init_app(app: Flask) -> None:
    """Configure and attach flask-security; every anonymous page request is led to /login."""
    app.config.update(
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_DEPRECATED_PASSWORD_SCHEMES=[],
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_LENGTH_MIN=8,
        SECURITY_PASSWORD_CONFIRM_REQUIRED=False,
        SECURITY_PASSWORD_NORMALIZE_FORM=None,
        SECURITY_REGISTERABLE=True,
        SECURITY_CONFIRMABLE=True,
        SECURITY_RECOVERABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_MSG_GENERIC_AUTHN_FAILED=("The e-mail or the password is not right.", "error"),
        SECURITY_MSG_INVALID_PASSWORD=("The password is not right.", "error"),
        SECURITY_POST_REGISTER_VIEW="/login",
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(hours=1),
        SECURITY_CONFIRM_EMAIL_WITHIN=timedelta(days=2),
        SECURITY_AUTO_LOGIN_AFTER_CONFIRM=False,
        SECURITY_AUTO_LOGIN_AFTER_RESET=False,
        SECURITY_POST_LOGIN_VIEW="/start",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_POST_CONFIRM_VIEW="/login",
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_REQUIRED=False,
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_TOTP_SECRETS={"1": app.config["SECRET_KEY"]},
        SECURITY_TOTP_ISSUER="Linden",
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_WEBAUTHN=True,
        SECURITY_WAN_ALLOW_USER_HINTS=False,  # nobody types an address, so none is told apart
        SECURITY_WAN_SIGNIN_WITHIN=timedelta(minutes=5),
        SECURITY_MSG_WEBAUTHN_REGISTER_SUCCESSFUL=("The passkey %(name)s is ready.", "success"),
        SECURITY_MSG_WEBAUTHN_CREDENTIAL_DELETED=("The passkey %(name)s is removed.", "success"),
        SECURITY_MSG_WEBAUTHN_NAME_REQUIRED=("Give the passkey a name.", "error"),
        SECURITY_MSG_WEBAUTHN_NAME_INUSE=("You have a passkey %(name)s already. Choose another name.", "error"),
        SECURITY_MSG_WEBAUTHN_UNKNOWN_CREDENTIAL_ID=("We do not know this passkey. Sign in with your password.", "error"),
        SECURITY_MSG_WEBAUTHN_CREDENTIAL_WRONG_USAGE=("This passkey was not made for this step.", "error"),
        SECURITY_MSG_WEBAUTHN_EXPIRED=("That took longer than %(within)s. Please start again.", "error"),
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_LOGOUT_CSRF=False,  # CSRFProtect checks every form already
        SECURITY_EMAIL_VALIDATOR_ARGS={"test_environment": True},
        SECURITY_USE_VERIFY_PASSWORD_CACHE=False,
        SECURITY_API_ENABLED_METHODS=["session"],
        SESSION_PROTECTION=None,
    )
    datastore = Datastore(db, User, RoleName, Passkey)
    security = Security(
        app, datastore, register_form=RegisterForm, mail_util_cls=EventMail, totp_cls=SingleUseCodes, webauthn_util_cls=Passkeys
    )  # fmt: skip
    security.want_json(_never_json)
    security.principal.identity_loaders.clear()  # guards ask who it is where that matters: /healthz and files need no database
    app.login_manager.user_loader(_load_user)  # type: ignore[attr-defined]
    app.login_manager.request_loader(_nobody_by_token)  # type: ignore[attr-defined]
    confirming.init_app(app)
    tries.init_app(app)
    app.after_request(_safe_redirect)
    _follow_signals(app)


def _follow_signals(app: Flask) -> None:
    user_logged_in.connect(_begin_session, app, weak=False)
    user_logged_out.connect(_end_session, app, weak=False)
    for changed in (password_reset, password_changed):
        changed.connect(lambda _app, user, **_: commands.password_changed(user, now=clock.now()), app, weak=False)
    user_confirmed.connect(lambda _app, user, **_: commands.confirm_address(user, now=clock.now()), app, weak=False)


def _begin_session(_app: Flask, user: User, **_: Any) -> None:
    session["token"] = commands.begin_session(
        user, address=request.remote_addr or "", agent=request.headers.get("User-Agent", ""), now=clock.now()
    )


def _end_session(_app: Flask, **_: Any) -> None:
    if token := session.pop("token", None):
        commands.end_session(token)


def _load_user(uniquifier: str) -> User | None:
    """The person behind the session cookie, if its row still lives: signing out and deactivation work at once."""
    token = session.get("token")
    if not token:
        return None
    now = clock.now()
    found = queries.session_and_user(token, now, idle=CUSTOMER_IDLE, absolute=CUSTOMER_ABSOLUTE)
    if found is None or found[1].fs_uniquifier != uniquifier:
        return None
    row, user = found
    if _is_over(row, user.role, now):
        return None
    if not request.headers.get("HX-Trigger-Poll"):
        commands.touch_session(row, now=now)
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return user


def holder_of_session(statement: Select[Any]) -> Row[Any] | None:
    """Who sent the request, by one statement of `queries.holder_beside` and by the same rules as for a page; or None."""
    if not (token := session.get("token")):
        return None
    now = clock.now()
    found = queries.holder(statement, token, now, idle=CUSTOMER_IDLE, absolute=CUSTOMER_ABSOLUTE)
    is_theirs = found is not None and found.fs_uniquifier == session.get("_user_id") and not _is_over(found, found.role, now)
    return found if is_theirs else None


def _is_over(session_row: Any, role: Role, now: datetime) -> bool:
    """Has a member of staff been away too long, or signed in too long ago? Developers are spared."""
    away, old = now - session_row.last_seen_at, now - session_row.created_at
    return role in STAFF and not current_app.debug and (away > STAFF_IDLE or old > STAFF_ABSOLUTE)


def _nobody_by_token(_request: Request) -> None:
    """The library's own tokens never expire and know nothing of our sessions: they open nothing. Programs have `ApiToken`."""


def _never_json(_request: Request) -> bool:
    """The sign-in pages answer people; a JSON answer would carry such a token."""
    return False


def _safe_redirect(response: Response) -> Response:
    """No answer of the sign-in pages ever leads to another site (HARDENING B20); the key's picture is a data address."""
    if request.endpoint == "security.two_factor_setup":
        policy = response.headers["Content-Security-Policy"]
        response.headers["Content-Security-Policy"] = policy.replace("img-src 'self'", "img-src 'self' data:")
    if request.method == "POST" and request.endpoint in _REFUSING and response.status_code == 200:
        response.status_code = 422  # what is accepted leads on to another page
    if request.endpoint == "security.logout":
        response.headers["Clear-Site-Data"] = '"storage"'
    if request.blueprint == "security" and response.location:
        path = response.location.removeprefix(current_app.config["BASE_URL"]).removeprefix(request.host_url.rstrip("/")) or "/"
        response.location = safe_next(path)
    return response

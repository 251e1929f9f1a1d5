"""What the sign-in pages take at all, and how often: forms only, of bearable size, fewer for each account than for a network."""

from flask import Flask, Response, abort, current_app, redirect, request, session
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

from kit import clock
from kit.accounts.rules import normal_email
from kit.accounts.throttle import allow

LONGEST_PASSWORD = 1024
_LIMITED = {
    "security.login",
    "security.register",
    "security.forgot_password",
    "security.send_confirmation",
    "security.change_password",
    "security.verify",
    "security.mf_recovery",
    "security.two_factor_rescue",
    "security.two_factor_token_validation",
    "security.wan_signin",
    "security.wan_signin_response",
}
_BEFORE_SIGN_IN = {
    "security.mf_recovery",
    "security.tf_select",
    "security.two_factor_rescue",
    "security.two_factor_token_validation",
}
_SECRETS = ("password", "new_password", "new_password_confirm", "password_confirm")


def init_app(app: Flask) -> None:
    app.before_request(_take_forms_only)
    app.before_request(_stay_signed_in)
    app.before_request(_limit_tries)


def _take_forms_only() -> None:
    """JSON would pass by the limits below; a password of a megabyte costs seconds of hashing (HARDENING B14)."""
    if request.blueprint != "security" or request.method != "POST":
        return
    if request.is_json:
        abort(415)
    if any(len(value) > LONGEST_PASSWORD for name in _SECRETS for value in request.form.getlist(name)):
        abort(400)


def _stay_signed_in() -> Response | None:
    """The second step of signing in ends the session of whoever opens it without need: a link must not do that (C1)."""
    if request.endpoint in _BEFORE_SIGN_IN and current_user.is_authenticated:
        return redirect("/start", 303)  # type: ignore[return-value]
    return None


def _limit_tries() -> Response | None:
    """Slow down guessing: per account, per network address and for the whole shop (HARDENING B4, B7)."""
    if request.method != "POST" or request.endpoint not in _LIMITED:
        return None
    now, who = clock.now(), _account()
    scale = current_app.config.get("THROTTLE_SCALE", 1)
    is_open = (
        allow(f"try:all:{request.endpoint}", capacity=600 * scale, seconds=60, now=now)
        and allow(f"try:ip:{request.endpoint}:{request.remote_addr}", capacity=30 * scale, seconds=600, now=now)
        and (not who or allow(f"try:who:{request.endpoint}:{who}", capacity=10 * scale, seconds=600, now=now))
    )
    if is_open:
        return None
    response = current_app.make_response(current_app.handle_user_exception(TooManyRequests()))
    response.headers["Retry-After"] = "60"
    return response


def _account() -> str:
    """Whose door is tried: the address in its one spelling, the person signed in, or whoever has passed the password."""
    if current_user.is_authenticated:
        return f"user:{current_user.id}"
    if half_way := session.get("tf_user_id"):
        return f"half:{half_way}"
    typed = request.form.get("email", "")[:320]
    return normal_email(typed) or typed.strip().casefold()

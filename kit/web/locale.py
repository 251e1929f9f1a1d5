"""Language and zone: chosen by cookie, account or browser; one catalogue made of every feature's fragment."""

from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Blueprint, Flask, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user
from werkzeug.wrappers import Response

from kit import profile
from kit.accounts import commands
from kit.accounts.guards import actor_or_none
from kit.accounts.rules import safe_next
from kit.web.answers import see_other_path

LOCALES = ("en", "zh_Hans")
ROOTS = tuple(Path(__file__).parents[2] / package / "translations" for package in ("kit", "storefront", "helpdesk"))
_YEAR = 31_536_000

bp = Blueprint("locale", __name__)


class Catalogue(Domain):  # type: ignore[misc]
    """All fragments `<package>/translations/<locale>/<feature>.po` as one catalogue, read once a process."""

    def __init__(self) -> None:
        super().__init__()
        self._read: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        language = locale.language if locale else "en"  # the offered locales differ by it; it costs less than the whole name
        if language not in self._read:
            self._read[language] = read_catalogue(str(locale or "en"))
        return self._read[language]


def read_catalogue(locale: str) -> NullTranslations:
    """Every translated message of a locale; empty for English, whose messages are their own ids."""
    found = NullTranslations() if locale == "en" else Translations()
    messages: dict[Any, str] = {}
    for root in ROOTS:
        for path in sorted((root / locale).glob("*.po")):
            with path.open("rb") as file:
                for message in read_po(file, locale=locale):
                    if message.id and message.string and not message.fuzzy:
                        _add(messages, message.id, message.string)
    if isinstance(found, Translations):
        found._catalog = messages
        found.plural = lambda n: 0
    return found


def _add(messages: dict[Any, str], key: object, text: object) -> None:
    if isinstance(key, (tuple, list)):
        forms = text if isinstance(text, (tuple, list)) else (text,)
        for number, form in enumerate(forms):
            messages[(key[0], number)] = form
        messages.setdefault(key[0], forms[0])
    else:
        messages[key] = str(text)


def choose_locale() -> str:
    """The reader's language: their own choice (cookie), their account, their browser, the shop's."""
    if not has_request_context():
        return profile.current().locale
    if "locale" in g:
        return str(g.locale)
    if (chosen := request.cookies.get("locale")) in LOCALES:
        return str(chosen)
    return locale_for(current_user.locale if current_user and current_user.is_authenticated else None)


def locale_for(account: str | None) -> str:
    """The language of a request of somebody whose account has this one."""
    chosen = request.cookies.get("locale")
    if chosen not in LOCALES:
        chosen = account
    if chosen not in LOCALES:
        matched = request.accept_languages.best_match(["zh-Hans", "zh-CN", "zh", "en"])
        chosen = None if matched is None else "zh_Hans" if matched.startswith("zh") else "en"
    return chosen or profile.current().locale


def choose_zone() -> str:
    return profile.current().timezone


def zone() -> ZoneInfo:
    """The shop's time zone."""
    return profile.current().zone


class Ui:
    """What the layout needs to know of the reader's choices: theme and density cookies."""

    @property
    def theme(self) -> str:
        chosen = request.cookies.get("theme", "")
        return chosen if chosen in {"light", "dark"} else ""

    @property
    def dense(self) -> bool:
        return request.cookies.get("density") == "dense"


@bp.post("/locale/<code>")
def choose(code: str) -> Response:
    """Remember the language in a cookie, for mails in the account as well, and go back to where the reader was."""
    response = see_other_path(safe_next(request.form.get("next")))
    if code in LOCALES:
        if (person := actor_or_none()) is not None:
            commands.choose_language(person, code)
        response.set_cookie("locale", code, max_age=_YEAR, samesite="Lax", secure=request.is_secure)
    return response


@bp.post("/theme/<name>")
def choose_theme(name: str) -> Response:
    """Remember light, dark or the system's choice."""
    response = see_other_path(safe_next(request.form.get("next")))
    if name in {"light", "dark"}:
        response.set_cookie("theme", name, max_age=_YEAR, samesite="Lax", secure=request.is_secure)
    else:
        response.delete_cookie("theme")
    return response


@bp.post("/density/<name>")
def choose_density(name: str) -> Response:
    """Remember comfortable or dense rows."""
    response = see_other_path(safe_next(request.form.get("next")))
    response.set_cookie(
        "density",
        "dense" if name == "dense" else "comfortable",
        max_age=_YEAR,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


class OneCatalogue(Babel):  # type: ignore[misc]
    """flask-babel with our merged catalogue in place of its single file."""

    @cached_property
    def domain_instance(self) -> Catalogue:
        return Catalogue()


def init_app(app: Flask) -> None:
    babel = OneCatalogue()
    babel.init_app(app, locale_selector=choose_locale, timezone_selector=choose_zone)
    if "security" in app.extensions:
        app.extensions["security"].i18n_domain = babel.domain_instance
    app.jinja_env.globals["ui"] = Ui()
    app.context_processor(lambda: {"locale": str(get_locale() or "en"), "shop": profile.current(), "debug": current_app.debug})

"""How money, durations and instants are shown (UI.md section 6), in the reader's language and the shop's zone."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup

from kit import clock
from kit.web.locale import zone
from kit.web.words import gettext, ngettext

SYMBOLS = {"CNY": "¥", "EUR": "€", "USD": "$", "GBP": "£", "BRL": "R$", "JPY": "¥"}
_NO_MINOR = {"JPY", "KRW"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def money(amount_minor: int, currency: str = "CNY") -> str:
    """¥1,280.00, minus as −¥64.00 (U+2212). The amount is in minor units."""
    sign = "−" if amount_minor < 0 else ""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    if currency in _NO_MINOR:
        return f"{sign}{symbol}{abs(amount_minor):,}"
    whole, cents = divmod(abs(amount_minor), 100)
    return f"{sign}{symbol}{whole:,}.{cents:02d}"


def duration(seconds: int) -> str:
    """12 min, 10 h 52 min, 2 d 4 h; under a minute 0 min. The sign is dropped."""
    return _duration(str(get_locale()), abs(int(seconds)) // 60)


@lru_cache(maxsize=8192)
def _duration(_locale: str, minutes: int) -> str:
    """Catalogues are read once a process, so the words for a language and a number of minutes stay the same."""
    if minutes < 60:
        return gettext("%(minutes)s min", minutes=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return (
            gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes) if minutes else gettext("%(hours)s h", hours=hours)
        )
    days, hours = divmod(hours, 24)
    return gettext("%(days)s d %(hours)s h", days=days, hours=hours) if hours else gettext("%(days)s d", days=days)


def localtime(at: datetime) -> str:
    """14:32 in the shop's zone."""
    local = at.astimezone(zone())
    return f"{local.hour:02}:{local.minute:02}"


def localdate(at: datetime | date, *, weekday: bool = False, year: bool | None = None) -> str:
    """14 May, 14 May 2026, Thu 14 May (5月14日, 2026年5月14日, 5月14日 周四). The year shows by itself when it is not this one."""
    day = at.astimezone(zone()).date() if isinstance(at, datetime) else at
    with_year = day.year != _today().year if year is None else year
    return _written(day, with_year, weekday, _is_chinese())


def _written(day: date, with_year: bool, weekday: bool, is_chinese: bool) -> str:
    if is_chinese:
        text = f"{day.year}年{day.month}月{day.day}日" if with_year else f"{day.month}月{day.day}日"
        return f"{text} {_DAYS_ZH[day.weekday()]}" if weekday else text
    text = f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if with_year else "")
    return f"{_DAYS[day.weekday()]} {text}" if weekday else text


def when(at: datetime) -> str:
    """The time alone today, otherwise date and time."""
    if _is_today(at):
        return localtime(at)
    return f"{localdate(at)}，{localtime(at)}" if _is_chinese() else f"{localdate(at)}, {localtime(at)}"


def moment(at: datetime, style: str = "when") -> Markup:
    """The instant as an element: exact in its attributes, shown as time, date, when, short or relative. A list shows fifty."""
    place, is_chinese = zone(), _is_chinese()
    local, today = at.astimezone(place), clock.now().astimezone(place).date()
    day, hour = local.date(), f"{local.hour:02}:{local.minute:02}"
    written = _written(day, day.year != today.year, weekday=False, is_chinese=is_chinese)
    if style == "relative":
        shown = relative(at)
    elif style == "time" or (style != "date" and day == today):
        shown = hour
    elif style in {"date", "short"}:
        shown = written
    else:
        shown = f"{written}，{hour}" if is_chinese else f"{written}, {hour}"
    return Markup('<time datetime="{}" title="{} {}">{}</time>').format(iso(at), written, hour, shown)


def short(at: datetime) -> str:
    """The time alone today, otherwise the date alone."""
    return localtime(at) if _is_today(at) else localdate(at)


def relative(at: datetime) -> str:
    """How long ago, under a day; the date beyond."""
    seconds = int((clock.now() - at).total_seconds())
    if seconds >= 86_400:
        return localdate(at)
    if seconds < 60:
        return gettext("just now")
    minutes = seconds // 60
    if minutes < 60:
        return ngettext("%(num)s min ago", "%(num)s min ago", minutes)
    return ngettext("%(num)s h ago", "%(num)s h ago", minutes // 60)


def loc(texts: dict[str, str] | str | None) -> str:
    """The text of the reader's language out of {"en": …, "zh": …}; the other one rather than nothing."""
    if not texts:
        return ""
    if isinstance(texts, str):
        return texts
    first, second = ("zh", "en") if _is_chinese() else ("en", "zh")
    return texts.get(first) or texts.get(second) or next(iter(texts.values()), "")


def iso(at: datetime) -> str:
    """For `datetime=` attributes: UTC with seconds."""
    return f"{at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"


def number(value: int | float, digits: int = 0) -> str:
    """1,054 or, with digits, 94.5."""
    return f"{value:,.{digits}f}".replace("-", "−")


def capped(count: int) -> str:
    """A counter: 999+ beyond 999."""
    return "999+" if count > 999 else str(count)


def _is_today(at: datetime) -> bool:
    return at.astimezone(zone()).date() == _today()


def _today() -> date:
    return clock.now().astimezone(zone()).date()


def _is_chinese() -> bool:
    locale = get_locale()
    return locale is not None and locale.language == "zh"


def init_app(app: Flask) -> None:
    filters: tuple[Any, ...] = (money, duration, localtime, localdate, when, short, relative, loc, iso, number, capped)
    app.jinja_env.filters.update({function.__name__: function for function in filters})
    app.jinja_env.globals["now"] = clock.now
    app.jinja_env.globals["moment"] = moment

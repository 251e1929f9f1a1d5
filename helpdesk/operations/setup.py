"""`helpdesk setup`: a real shop in one command, by flags or by questions on a terminal. Safe to repeat."""

import re
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from helpdesk.opening import with_app
from helpdesk.operations.hours import parse_hours
from kit.accounts.rules import normal_email

SHORTEST_PASSWORD = 8
HOURS_QUESTION = "Hours of the one-hour clock (24x7, or like mon-sun 09:00-21:00)"


Check = Callable[[str], str]


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text.strip()).key
    except (LookupError, ValueError, OSError) as unknown:
        raise click.BadParameter("Use a name such as Asia/Shanghai or Europe/Berlin.") from unknown


def _currency(text: str) -> str:
    if not re.fullmatch("[A-Za-z]{3}", text.strip()):
        raise click.BadParameter("Use three letters such as CNY or EUR.")
    return text.strip().upper()


def _hours(text: str) -> str:
    try:
        parse_hours(text)
    except ValueError as unreadable:
        raise click.BadParameter(str(unreadable)) from unreadable
    return text


def _address(text: str) -> str:
    if normal_email(text) is None:
        raise click.BadParameter("Enter an e-mail address such as name@example.com.")
    return text.strip()


def _password(text: str) -> str:
    if len(text) < SHORTEST_PASSWORD:
        raise click.BadParameter(f"Use at least {SHORTEST_PASSWORD} characters.")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise click.BadParameter("This cannot be left empty.")
    return text.strip()


def _option(check: Check) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """The same check for what is given as an option and for what is answered on a terminal, where it is asked again."""
    return lambda _context, _parameter, value: None if value is None else check(value)


@click.command()
@click.option("--name", help="The shop's name in English.")
@click.option("--name-zh", help="The shop's name in Chinese; the English one when left out.")
@click.option("--company", help="Whose shop it is: stands in the footer and on documents.")
@click.option("--timezone", callback=_option(_zone), help="For example Asia/Shanghai.")
@click.option("--currency", callback=_option(_currency), help="For example CNY.")
@click.option("--language", type=click.Choice(["en", "zh_Hans"]), help="Language of those who have chosen none.")
@click.option("--jurisdiction", type=click.Choice(["CN", "EU", "default"]), help="Whose consumer law sets the return windows.")
@click.option("--phone", help="Shown in the help centre.")
@click.option("--hours", callback=_option(_hours), help='When the one-hour clock runs: "24x7" or "mon-sun 09:00-21:00".')
@click.option("--admin-email", help="The first administrator.")
@click.option("--admin-name", help="The administrator's name.")
@click.option(
    "--admin-password",
    callback=_option(_password),
    envvar="ADMIN_PASSWORD",
    help="At least 8 characters; asked for on a terminal when left out.",
)
@click.option("--remove-demo", is_flag=True, help="Empty the database first: the demo goes, staff who are not of the demo stay.")
@click.option("--yes", is_flag=True, help="Do not ask before emptying.")
@with_app
def setup(remove_demo: bool, yes: bool, hours: str | None, **given: str | None) -> None:
    """Make a real shop: name, zone, currency, hours and first administrator.

    On a terminal everything that is left out is asked for; without one it stays as it is. Safe to repeat."""
    from helpdesk.operations import founding
    from helpdesk.operations.database import upgrade_schema
    from kit import clock

    upgrade_schema()
    now = clock.now()
    if _wants_emptying(remove_demo, yes):
        _empty(now)
    asking = sys.stdin.isatty()
    particulars = _particulars(given, asking)
    administrator = _administrator(given, asking)
    if asking and hours is None:
        hours = click.prompt(HOURS_QUESTION, default="24x7", value_proc=_hours)
    person = founding.found(particulars, administrator, now=now)
    if hours is not None:
        founding.keep_hours(parse_hours(hours), actor=person, now=now)
    _say_what_is_left(person.email or "")


def _wants_emptying(remove_demo: bool, yes: bool) -> bool:
    """Asked for, and confirmed: what is emptied is gone for good."""
    from kit import profile

    if not remove_demo and not (sys.stdin.isatty() and profile.current().is_demo):
        return False
    if not remove_demo and not click.confirm("This is the demo shop. Remove the demo?", default=True):
        return False
    if yes:
        return True
    if not sys.stdin.isatty():
        raise click.UsageError("--remove-demo deletes every order, ticket, product and setting for good. Add --yes to confirm.")
    return click.confirm("Every order, ticket, product and setting is deleted for good. Continue?", default=False)


def _empty(now: datetime) -> None:
    from helpdesk.operations.emptying import empty_the_shop

    kept = empty_the_shop(now)
    click.echo(f"The shop is empty. People kept: {kept}.")


def _particulars(given: dict[str, str | None], asking: bool) -> dict[str, Any]:
    """The profile's changes: what was given, on a terminal also what is answered; the rest stays."""
    from kit import profile

    shop = profile.current()
    name = _told(given["name"], "Name of the shop", shop.name["en"], asking)
    name_zh = _told(given["name_zh"], "Its name in Chinese", name if name != shop.name["en"] else shop.name.get("zh", name), asking)
    company = _told(given["company"], "Company", shop.company["en"] if name == shop.name["en"] else name, asking)
    zone = _told(given["timezone"], "Time zone", shop.timezone, asking, _zone)
    currency = _told(given["currency"], "Currency", shop.currency, asking, _currency)
    return {
        "name": {"en": name, "zh": name_zh},
        "company": {"en": company, "zh": company if company != shop.company["en"] else shop.company.get("zh", company)},
        "timezone": zone,
        "currency": currency,
        "locale": given["language"] or shop.locale,
        "jurisdiction": given["jurisdiction"] or shop.jurisdiction,
        "phone": shop.phone if given["phone"] is None else given["phone"],
    }


def _administrator(given: dict[str, str | None], asking: bool) -> Any:
    from helpdesk.operations import founding
    from kit.accounts import queries

    email = _told(given["admin_email"], "E-mail address of the administrator", founding.administrator_email(), asking, _address)
    if not email:
        raise click.UsageError("Name the first administrator with --admin-email.")
    present = queries.user_by_email(email)
    name = _told(given["admin_name"], "Name of the administrator", present.name if present else email.split("@")[0], asking)
    password = given["admin_password"] or ""
    if not password and asking and not (present and present.password):
        password = click.prompt("Password of the administrator", hide_input=True, confirmation_prompt=True, value_proc=_password)
    if not password and not (present and present.password):
        raise click.UsageError("Give a password of at least 8 characters with --admin-password or ADMIN_PASSWORD.")
    return founding.Administrator(email=email, name=name, password=password)


def _told(given: str | None, question: str, default: str, asking: bool, check: Check = _filled) -> str:
    """What was given, else what is answered (asked again until it passes the check), else what is so already."""
    if given is not None:
        return given.strip()
    return str(click.prompt(question, default=default or None, value_proc=check)) if asking else default


def _say_what_is_left(email: str) -> None:
    """What the operator may do next, and which mail settings are missing."""
    from flask import current_app

    settings = current_app.config["SETTINGS"]
    click.echo(f"The shop is set up. Sign in as {email} at {settings.base_url}/login")
    if not settings.sendgrid_api_key:
        click.echo("Mail is kept as files until SENDGRID_API_KEY is set.")
    click.echo(f"Mail is sent as {settings.mail_from}; change it with MAIL_FROM.")
    click.echo("Next: helpdesk import products|customers|orders FILE, and invite colleagues with helpdesk user create.")

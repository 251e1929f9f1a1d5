"""Opening the application for a command: settings, servers given or embedded, an application context."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import Flask

from kit.settings import Settings, SettingsError

P = ParamSpec("P")
R = TypeVar("R")


def open_settings(*, serving: bool = False) -> Settings:
    """Complete settings. Wrong ones end the program with exit code 2 and the whole list on stderr."""
    from kit.embedded import with_servers

    try:
        return with_servers(Settings.from_env(serving=serving))
    except SettingsError as unusable:
        raise click.UsageError(str(unusable)) from unusable


def open_app(*, serving: bool = False) -> Flask:
    """The application on those settings."""
    from helpdesk.app import create_app

    return create_app(open_settings(serving=serving))


def with_app(function: Callable[P, R]) -> Callable[P, R]:
    """Run a command inside the application; a refusal of the domain ends it with exit code 1 and the sentence on stderr."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from kit.errors import DomainError

        with open_app().app_context():
            try:
                return function(*args, **kwargs)
            except DomainError as refused:
                raise click.ClickException(refused.message or str(refused)) from refused

    return run

"""`helpdesk sla …`: questions about clocks, answered in JSON without a database."""

import json
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn

import click

from helpdesk.sla import simulator
from kit.errors import RuleViolation

FILE = click.argument("file", type=click.File("rb"), metavar="FILE")


@click.group()
def sla() -> None:
    """Ask what the service-level clocks say. FILE is a JSON document or a list of them; - reads standard input."""


@sla.command()
@FILE
def simulate(file: BinaryIO) -> None:
    """Turn one ticket's history into its clocks."""
    _answer(simulator.simulate, file)


@sla.command()
@FILE
def due(file: BinaryIO) -> None:
    """Say when a target runs out."""
    _answer(simulator.due, file)


@sla.command()
@FILE
def elapsed(file: BinaryIO) -> None:
    """Count the business seconds between two instants."""
    _answer(simulator.elapsed, file)


@sla.command()
@FILE
def match(file: BinaryIO) -> None:
    """Say which policy a ticket falls under, and why."""
    _answer(simulator.match, file)


def _answer(ask: Callable[[object], simulator.Answer], file: BinaryIO) -> None:
    try:
        answer = simulator.answers(ask, _read(file))
    except RuleViolation as refused:
        answer = simulator.refusal(refused)
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    # A lone surrogate in the input comes back as the JSON escape it came from.
    click.echo(text.encode("utf-8", "backslashreplace"))
    answered = answer if isinstance(answer, list) else [answer]
    if any("error" in each for each in answered):
        raise SystemExit(1)


def _read(file: BinaryIO) -> Any:
    try:
        return json.loads(file.read().decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise RuleViolation("bad_json", f"This is not a JSON document: {str(error)[:200]}") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")

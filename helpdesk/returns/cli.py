"""`helpdesk returns quote|eligible`: one JSON document, or a list, in; the answers out. Needs no database."""

import json
from collections.abc import Callable
from typing import Any, BinaryIO

import click

from helpdesk.returns.documents import eligibility, quotes
from kit.errors import RuleViolation

Answer = Callable[[object], dict[str, Any]]


@click.group()
def returns() -> None:
    """What a return pays, and whether it may be asked for."""


@returns.command()
@click.argument("file", type=click.File("rb"))
def quote(file: BinaryIO) -> None:
    """Quote the refund of the return in FILE (JSON; - is stdin)."""
    _answer(file, quotes.answer)


@returns.command()
@click.argument("file", type=click.File("rb"))
def eligible(file: BinaryIO) -> None:
    """Say whether the request in FILE (JSON; - is stdin) may be made, until when, and by which rules."""
    _answer(file, eligibility.answer)


def _answer(file: BinaryIO, answer: Answer) -> None:
    """Print the answers, errors included, and leave with 1 when any item was refused."""
    try:
        document = json.loads(file.read().decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        answers: Any = _error("bad_input", "The file is not a JSON document in UTF-8.")
    else:
        is_list = isinstance(document, list)
        answers = [_one(item, answer) for item in document] if is_list else _one(document, answer)
    click.echo(json.dumps(answers, ensure_ascii=False))
    refused = any("error" in item for item in (answers if isinstance(answers, list) else [answers]))
    click.get_current_context().exit(1 if refused else 0)


def _one(document: object, answer: Answer) -> dict[str, Any]:
    try:
        return answer(document)
    except RuleViolation as refusal:
        return _error(refusal.code, refusal.message)


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")

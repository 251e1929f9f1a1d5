"""A shop in which one customer has one of everything, and the addresses under which it all can be reached."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from PIL import Image
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from kit.accounts.models import User

UNKNOWN = 10**12


@dataclass(frozen=True)
class World:
    """Who is there, and for each route the arguments that name something of `owner`."""

    owner: User
    people: dict[str, User]
    numbers: dict[str, str]
    ids: dict[str, int]
    words: dict[str, str] = field(default_factory=dict)

    def arguments(self, rule: Rule) -> dict[str, Any]:
        """What fills the rule's address with something that exists, as far as this world has one."""
        return {name: self._value(rule, name) for name in rule.arguments}

    def _value(self, rule: Rule, name: str) -> Any:
        if name == "number":
            kind = next((kind for kind in ("proposals", "cases", "tickets") if kind in rule.rule.split("/")), "orders")
            return self.numbers["tickets" if kind == "proposals" else kind]
        if name in self.ids:
            return self.ids[name]
        if isinstance(rule._converters[name], AnyConverter):
            return min(rule._converters[name].items)
        is_word = not isinstance(rule._converters[name], IntegerConverter)
        return self.words.get(f"{rule.endpoint}:{name}", "x" if is_word else 1)


def missing(arguments: dict[str, Any], numbers: dict[str, str], rule: Rule) -> dict[str, Any]:
    """The same address for things that do not exist; words that choose among few stay."""
    return {
        name: UNKNOWN if isinstance(value, int) else numbers.get(value, value) if name == "number" else value
        for name, value in arguments.items()
    }


def rules(app: Flask, *methods: str) -> Iterator[tuple[Rule, str]]:
    """Every route of the application with each of its methods."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        for method in sorted((rule.methods or set()) & set(methods or ("GET", "POST", "PUT", "PATCH", "DELETE"))):
            yield rule, method


def address(app: Flask, rule: Rule, arguments: dict[str, Any]) -> str:
    """The path of a rule."""
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, arguments, force_external=False))


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "JPEG")
    return out.getvalue()

"""Templates compiled once a language: sentences and drawings written out are made when a template is compiled, not at each use."""

from collections.abc import Callable, MutableMapping
from types import MappingProxyType
from typing import Any

import flask.templating
from flask_babel import get_locale, get_translations
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup


class Environment(flask.templating.Environment):
    """The application's environment. It hands each template over to the environment of the reader's language, which shares all but
    the compiled templates with it. Catalogues are read once a process, so what was compiled never becomes stale."""

    sentences: "Sentences | None" = None
    _languages: dict[str, "Environment"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._languages = {}

    def _load_template(self, name: str, given: MutableMapping[str, Any] | None) -> Template:
        if self.sentences is None:
            return self._of_reader()._load_template(name, given)
        return super()._load_template(name, given)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return tree if self.sentences is None else Drawings(self).visit(self.sentences.visit(tree))

    def _of_reader(self) -> "Environment":
        locale = str(get_locale() or "en")
        if locale not in self._languages:
            language = self.overlay()
            language.sentences = Sentences(get_translations().ugettext)
            self._languages[locale] = language
        return self._languages[locale]


class Sentences(NodeTransformer):
    """Puts the translation in place of `_("…")` and `_("… %(name)s", name=…)`; other calls are left to run time."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        self.generic_visit(node)
        sentence = _sentence(node)
        if sentence is None:
            return node
        text = self._translate(sentence)
        if not node.kwargs:
            return nodes.TemplateData(text % {}, lineno=node.lineno)
        values = [nodes.Pair(nodes.Const(given.key), given.value, lineno=node.lineno) for given in node.kwargs]
        return nodes.Mod(nodes.TemplateData(text), nodes.Dict(values), lineno=node.lineno)


class Drawings(NodeTransformer):
    """Puts the drawing in place of `icon("x")` and `kbd("X")`, whose macros depend on nothing but what they are given."""

    SOURCES = MappingProxyType({"icon": "_ui/icons.html", "logo": "_ui/icons.html", "kbd": "_ui/badges.html"})

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._imported: set[str] = set()

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:
        source = node.template.value if isinstance(node.template, nodes.Const) else None
        self._imported |= {name for name in node.names if isinstance(name, str) and self.SOURCES.get(name) == source}
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        given = [*node.args, *(pair.value for pair in node.kwargs)]
        is_open = node.dyn_args is not None or node.dyn_kwargs is not None
        if (
            name not in self._imported
            or is_open
            or not all(isinstance(value, (nodes.Const, nodes.TemplateData)) for value in given)
        ):
            return node
        drawing = getattr(self._environment.get_template(self.SOURCES[name]).module, name)
        named = {pair.key: _plain(pair.value) for pair in node.kwargs}
        return nodes.TemplateData(str(drawing(*map(_plain, node.args), **named)), lineno=node.lineno)


def _plain(node: nodes.Expr) -> Any:
    return Markup(node.data) if isinstance(node, nodes.TemplateData) else node.as_const()  # noqa: S704


def _sentence(node: nodes.Call) -> str | None:
    """The message of a call of `_` that is written out, else None."""
    if not isinstance(node.node, nodes.Name) or node.node.name != "_" or len(node.args) != 1:
        return None
    message = node.args[0]
    if not isinstance(message, nodes.Const) or node.dyn_args is not None or node.dyn_kwargs is not None:
        return None
    return message.value if isinstance(message.value, str) else None

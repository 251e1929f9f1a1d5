"""Sentences in templates are compiled into them, once a language."""

import pytest
from flask import Flask, render_template
from flask_babel import force_locale
from jinja2 import DictLoader

TEMPLATES = {
    "plain.html": '{{ _("Cancel") }}',
    "filled.html": '{{ _("%(duration)s left", duration=rest) }}',
    "chosen.html": "{{ _(word) }}",
    "outer.html": '{% include "plain.html" %}!',
    "letter.txt": '{{ _("%(duration)s left", duration=rest) }}',
}


@pytest.fixture
def templates(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(TEMPLATES))
    monkeypatch.setattr(app.jinja_env, "_languages", {})


@pytest.mark.parametrize(("locale", "word"), [("en", "Cancel"), ("zh_Hans", "取消")])
@pytest.mark.parametrize("name", ["plain.html", "chosen.html"])
def test_a_template_speaks_the_readers_language(templates: None, name: str, locale: str, word: str) -> None:
    with force_locale(locale):
        assert render_template(name, word="Cancel") == word


def test_an_included_template_speaks_the_same_language(templates: None) -> None:
    with force_locale("zh_Hans"):
        assert render_template("outer.html") == "取消!"


def test_what_is_filled_in_is_escaped_in_pages_only(templates: None) -> None:
    with force_locale("zh_Hans"):
        assert render_template("filled.html", rest="<b>") == "余 &lt;b&gt;"
        assert render_template("letter.txt", rest="<b>") == "余 <b>"


DRAWN = {
    "_ui/icons.html": (
        '{% macro icon(name, cls="", label=None) %}<i class="{{ cls }}"{% if label %} title="{{ label }}"{% endif %}>'
        "{{ name }}</i>{% endmacro %}"
    ),
    "drawn.html": '{% from "_ui/icons.html" import icon %}{{ icon("x", "big", _("Cancel")) }}',
    "asked.html": '{% from "_ui/icons.html" import icon %}{{ icon(which) }}',
    "other.html": '{% macro icon(name) %}[{{ name }}]{% endmacro %}{{ icon("x") }}',
}


@pytest.mark.parametrize(
    ("name", "shown"),
    [("drawn.html", '<i class="big" title="取消">x</i>'), ("asked.html", '<i class="">&lt;b&gt;</i>'), ("other.html", "[x]")],
)
def test_a_drawing_is_the_same_made_beforehand_or_when_shown(
    templates: None, app: Flask, monkeypatch: pytest.MonkeyPatch, name: str, shown: str
) -> None:
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(DRAWN))
    with force_locale("zh_Hans"):
        assert render_template(name, which="<b>") == shown

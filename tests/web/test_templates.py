"""What no template may contain, checked on the sources."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("kit/web/templates", "storefront/templates", "helpdesk/templates")
PAGES = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.html") if "emails" not in path.parts]
SCRIPTS = sorted((ROOT / "helpdesk/static").glob("*.js"))

BANNED = {
    "inline style": re.compile(r"""\sstyle\s*="""),
    "inline handler": re.compile(r"""\son[a-z]+\s*=\s*["']"""),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "htmx handler": re.compile(r"\bhx-on\b|\bhx-vars\b"),
    "htmx script value": re.compile(r"js:"),
    "trigger filter": re.compile(r"""hx-trigger\s*=\s*["'][^"']*\["""),
    "unescaped text": re.compile(r"\|\s*safe\b|\{%-?\s*autoescape"),
    "foreign address": re.compile(r"""(?:src|href)\s*=\s*["']https?://"""),
}


@pytest.mark.parametrize("name", BANNED)
def test_no_template_contains_what_the_policy_forbids(name: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:100]}"
        for path in PAGES
        for line in path.read_text(encoding="utf-8").splitlines()
        if BANNED[name].search(re.sub(r"\{%.*?%\}", "", line) if name == "inline style" else line)
    ]
    assert found == []


def test_the_scripts_evaluate_no_text() -> None:
    forbidden = re.compile(r"\beval\(|new Function|setTimeout\(\s*[\"']|\.style\b|setAttribute\(\s*[\"']style")
    assert [path.name for path in SCRIPTS if forbidden.search(path.read_text(encoding="utf-8"))] == []


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    known = set(json.loads((ROOT / "icons.json").read_text(encoding="utf-8")))
    sprite = (ROOT / "helpdesk/static/icons.svg").read_text(encoding="utf-8")
    used = {name for path in PAGES for name in re.findall(r"""\bicon\(\s*["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8"))}
    assert used <= known
    assert all(f'id="i-{name}"' in sprite for name in known)


def test_the_sprite_holds_no_icon_that_nothing_names() -> None:
    """Names also stand in Python (marks of views, events, outcomes) and in the demo's data."""
    sources = [
        path
        for name in ("kit", "storefront", "helpdesk")
        for path in (ROOT / name).rglob("*")
        if path.suffix in {".html", ".py", ".json"}
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    known = json.loads((ROOT / "icons.json").read_text(encoding="utf-8"))
    assert [name for name in known if f'"{name}"' not in text and f"'{name}'" not in text] == []


def test_every_form_that_changes_something_carries_its_token() -> None:
    forms = re.compile(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", re.IGNORECASE | re.DOTALL)
    token = re.compile(r"csrf\(\)|csrf_token|hidden\(|hidden_tag\(|caller\(\)|include")
    bare = [
        f"{path.relative_to(ROOT)}: {form[:80]}"
        for path in PAGES
        for form in forms.findall(path.read_text(encoding="utf-8"))
        if not token.search(form)
    ]
    assert bare == []

"""The plain way articles are written: paragraphs, "## " headings, "- " and "1. " lists, [links](/path) to pages of this site."""

import re
from dataclasses import dataclass
from typing import Literal

_LINK = re.compile(r"\[([^\[\]]+)\]\((/[^\s()\\]*)\)")
_NUMBERED = re.compile(r"\d{1,2}[.、]\s*")
Kind = Literal["heading", "paragraph", "bullets", "steps"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; `link` is a path of this site, or empty."""

    text: str
    link: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or paragraph (one line) or a list (a line per item)."""

    kind: Kind
    lines: tuple[Line, ...]


def blocks(text: str) -> list[Block]:
    """Read an article. Nothing in it is ever HTML, so templates can show each span as text."""
    found: list[Block] = []
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        if not line:
            found.append(Block("paragraph", ()))
            continue
        kind, rest = _kind(line)
        if found and found[-1].kind == kind and kind != "heading" and found[-1].lines:
            found[-1] = Block(kind, (*found[-1].lines, spans(rest)))
        else:
            found.append(Block(kind, (spans(rest),)))
    return [block for block in found if block.lines]


def spans(line: str) -> Line:
    """A line split at its links."""
    parts: list[Span] = []
    end = 0
    for link in _LINK.finditer(line):
        if link.start() > end:
            parts.append(Span(line[end : link.start()]))
        target = link[2] if not link[2].startswith("//") else ""
        parts.append(Span(link[1], target))
        end = link.end()
    if end < len(line):
        parts.append(Span(line[end:]))
    return tuple(parts)


def as_text(body: str, base_url: str) -> str:
    """The article as plain text for a reply: headings as lines, links spelled out."""
    plain = _LINK.sub(lambda link: f"{link[1]} ({base_url.rstrip('/')}{link[2]})", body)
    return "\n".join(line.removeprefix("## ") for line in plain.splitlines()).strip()


def _kind(line: str) -> tuple[Kind, str]:
    if line.startswith("## "):
        return "heading", line[3:].strip()
    if line.startswith(("- ", "* ")):
        return "bullets", line[2:].strip()
    if numbered := _NUMBERED.match(line):
        return "steps", line[numbered.end() :]
    return "paragraph", line

"""What programs send, before any route sees it: of bearable size and depth, only text that can be stored (HARDENING F10)."""

import json
from typing import Any

from flask import Flask, abort, request

LARGEST = 1_000_000  # bytes


def init_app(app: Flask) -> None:
    app.before_request(_refuse_hostile_document)


def is_storable(text: str) -> bool:
    """PostgreSQL keeps neither NUL bytes nor lone surrogates."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _refuse_hostile_document() -> None:
    """413 for a document that is too large, 400 for one that is none, nests too deep or holds numbers of thousands of digits."""
    if not request.path.startswith("/api/") or not request.is_json:
        return
    if (request.content_length or 0) > LARGEST:
        abort(413)
    sent = request.get_data(cache=True)
    try:
        document = json.loads(sent) if sent else None
    except (ValueError, RecursionError):
        abort(400)
    if not all(map(is_storable, _texts(document))):
        abort(400)


def _texts(document: Any) -> list[str]:
    """Every key and word of a document, however deep."""
    found, waiting = [], [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
    return found

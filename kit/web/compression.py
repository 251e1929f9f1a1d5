"""Text leaves compressed: a shop page on a slow phone shows after 20 kB instead of 95."""

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

_TEXT = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "text/plain",
        "text/csv",
        "application/json",
        "application/problem+json",
        "image/svg+xml",
    }
)
_LEAST_BYTES = 1_000
_FAST, _BEST = 2, 9


def init_app(app: Flask) -> None:
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in _TEXT or response.status_code not in {200, 404, 409, 422} or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or request.range:
        return response
    small = _static_file() if request.endpoint == "static" and response.status_code == 200 else _page(response)
    if small is not None:
        _let_go(response)
        response.direct_passthrough = False
        response.set_data(small)
        response.headers["Content-Encoding"] = "gzip"
        _weaken(response)
    return response


def _static_file() -> bytes | None:
    """A static file is compressed once a process, and again when it changed."""
    path = Path(current_app.static_folder or "static") / (request.view_args or {})["filename"]
    return _packed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _packed(path: Path, _changed_ns: int) -> bytes | None:
    content = path.read_bytes()
    return gzip.compress(content, _BEST, mtime=0) if len(content) >= _LEAST_BYTES else None


def _page(response: Response) -> bytes | None:
    if response.is_streamed or response.direct_passthrough:
        return None
    content = response.get_data()
    return gzip.compress(content, _FAST, mtime=0) if len(content) >= _LEAST_BYTES else None


def _let_go(response: Response) -> None:
    """Close the file whose bytes are not sent after all."""
    if (close := getattr(response.response, "close", None)) is not None:
        close()


def _weaken(response: Response) -> None:
    """The tag of the plain bytes names the packed ones only weakly (RFC 9110, 8.8.3)."""
    tag, is_weak = response.get_etag()
    if tag is not None and not is_weak:
        response.set_etag(tag, weak=True)

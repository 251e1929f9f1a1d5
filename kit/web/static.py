"""Static files by content hash, so that browsers may keep them for ever."""

import hashlib
from pathlib import Path

from flask import Flask, Response, request, url_for

_YEAR = 31_536_000


class Hashes:
    """The hash of each static file, read again when the file changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, tuple[float, str]] = {}

    def of(self, name: str) -> str:
        path = self.folder / name
        try:
            changed = path.stat().st_mtime
        except OSError:
            return "0"
        known = self._known.get(name)
        if known is None or known[0] != changed:
            known = changed, hashlib.sha256(path.read_bytes()).hexdigest()[:12]
            self._known[name] = known
        return known[1]


def init_app(app: Flask) -> None:
    hashes = Hashes(Path(app.static_folder or "static"))

    def static_url(name: str) -> str:
        return url_for("static", filename=name, v=hashes.of(name))

    app.jinja_env.globals["static_url"] = static_url
    app.after_request(_keep)


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and request.args.get("v") and response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response

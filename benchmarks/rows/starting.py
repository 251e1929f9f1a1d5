"""Starting the whole product as `make run` does, its memory after load, and what a phone fetches before it paints."""

import gzip
import re
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks import processes
from benchmarks.house import House
from benchmarks.load import repeated, request
from benchmarks.registry import Figure, row

_SHEETS = re.compile(r'<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"')
_SCRIPTS = re.compile(r'<script[^>]*src="([^"]+)"')
FILLING_SECONDS = 240


@row("start")
def start(house: House) -> Iterator[Figure]:
    """On a folder of its own, as a newcomer's; what `make` installs before is not in it."""
    with tempfile.TemporaryDirectory(prefix="bench-start-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), processes.free_port()
        environment = {key: value for key, value in house.environment.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
        environment |= {"HELPDESK_INSTANCE": name, "BASE_URL": f"http://127.0.0.1:{port}"}
        words = ("helpdesk.cli", "run", "--port", str(port))
        with processes.started(*words, environment=environment, output=folder / "said"):
            first = processes.until(lambda: processes.answers(port, "/"), seconds=FILLING_SECONDS)
            yield Figure(work="first start with the demo, to its first page", value=first, unit="s", at_most=60)
            yield from _weight(port)
            processes.until(lambda: "Password" in (folder / "said").read_text(), seconds=FILLING_SECONDS)
        with processes.started(*words, environment=environment) as pid:
            second = processes.until(lambda: processes.answers(port, "/"))
            repeated(port, request("/"))
            yield Figure(work="second start, to its first page", value=second, unit="s", at_most=8)
            yield Figure(work="memory of web, worker, clock after load", value=processes.resident_mb(pid), unit="MB", at_most=450)


def _weight(port: int) -> Iterator[Figure]:
    page = _fetched(port, "/")
    text = gzip.decompress(page).decode()
    scripts = sum(len(_fetched(port, path)) for path in _SCRIPTS.findall(text))
    sheets = sum(len(_fetched(port, path)) for path in _SHEETS.findall(text))
    before_paint = (len(page) + sheets + scripts) / 1000
    yield Figure(work="shop's first page: page, styles and scripts", value=before_paint, unit="kB", at_most=60)
    yield Figure(work="shop's first page: scripts", value=scripts / 1000, unit="kB", at_most=25)


def _fetched(port: int, path: str) -> bytes:
    """What travels, compressed."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return bytes(answer.read())

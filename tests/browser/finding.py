"""A Chromium for the tests: the system's, else Playwright's own, else the distribution's package when we are root."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run")
HINT = "No browser for the tests. Install Chromium (apt-get install chromium fonts-noto-cjk) or run: playwright install chromium"


def executable() -> str | None:
    """The path of a browser that is installed, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None) or _of_playwright()


def ensure() -> str:
    """As `executable`, installing one when there is none. Raises RuntimeError that says what to do."""
    found = executable()
    if found:
        return found
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not (found := executable()) and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        packages = ["chromium", "fonts-noto-cjk"]
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=False, env=environment)
        found = executable()
    if not found:
        raise RuntimeError(HINT)
    return found


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


if __name__ == "__main__":
    try:
        ensure()
    except RuntimeError as missing:
        sys.exit(str(missing))

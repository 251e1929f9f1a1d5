"""A browser on the style guide."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.web.guide import create_guide, serving


@pytest.fixture(scope="session")
def guide() -> Flask:
    return create_guide()


@pytest.fixture(scope="session")
def guide_url(guide: Flask) -> Iterator[str]:
    with serving(guide) as url:
        yield url


@pytest.fixture
def tab(chromium: Browser, guide_url: str) -> Iterator[Page]:
    """A fresh tab whose complaints (violations of the policy, script errors) are collected in `complaints`."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1240}, base_url=guide_url)
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda message: page.complaints.append(message.text) if message.type in {"error", "warning"} else None)  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    yield page
    context.close()

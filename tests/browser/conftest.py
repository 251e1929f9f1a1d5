"""A real Chromium in front of the whole demo product, with every complaint of the browser collected."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.fixtures.product import PASSWORD, Product, fresh_product

SHOTS = Path(os.environ.get("HELPDESK_SHOTS", "")) if os.environ.get("HELPDESK_SHOTS") else None
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share one running product, so one worker does them all."""
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def product(servers: tuple[str, str], run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demo shop, running: web, worker and clock."""
    with fresh_product(run_folder, tmp_path_factory.mktemp("product"), f"browser_{os.getpid()}") as made:
        made.command("seed", "--demo")
        made.up()
        yield made


class Person:
    """Somebody at a browser: a fresh context, signed in when named, whose console complaints are kept."""

    def __init__(
        self,
        chromium: Browser,
        base_url: str,
        *,
        locale: str = "en",
        phone: bool = False,
        theme: str = "light",
        script: bool = True,
    ) -> None:
        self.context = chromium.new_context(
            base_url=base_url,
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            locale="zh-CN" if locale == "zh_Hans" else "en-GB",
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=script,
        )
        self.context.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self._note(str(error)))

    def _note(self, text: str) -> None:
        """An expected refusal (4xx shown to the person) is no complaint; a policy violation or a script error is."""
        if "Failed to load resource" not in text:
            self.complaints.append(f"{self.page.url}: {text}")

    def sign_in(self, who: str) -> "Person":
        self.page.goto("/login")
        self.page.fill("input[name=email]", f"{who}@example.com")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self

    def shoot(self, name: str) -> None:
        """Keep a picture when HELPDESK_SHOTS names a folder (README's are made so)."""
        if SHOTS:
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SHOTS / f"{name}.png")


@pytest.fixture
def person(chromium: Browser, product: Product) -> Iterator[Callable[..., Person]]:
    """person("agent"), person("customer", phone=True), person() for a guest. Complaints of any of them fail the test."""
    people: list[Person] = []

    def enter(who: str = "", **options: object) -> Person:
        made = Person(chromium, f"http://127.0.0.1:{product.port}", **options)  # type: ignore[arg-type]
        people.append(made)
        return made.sign_in(who) if who else made

    yield enter
    complaints = [complaint for made in people for complaint in made.complaints]
    for made in people:
        made.context.close()
    assert complaints == []

"""Passkeys in a real browser, with an authenticator that Chromium plays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.audit import findings
from tests.browser.conftest import Person
from tests.fixtures.product import PASSWORD, Product

ADDRESS = "customer@example.com"


@pytest.fixture
def home(product: Product) -> str:
    """Where passkeys work: they belong to a name, never to a number such as 127.0.0.1."""
    return f"http://localhost:{product.port}"


def authenticator(page: Page) -> None:
    """A phone that knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": kind | {"isUserVerified": True}})


def sign_in(page: Page, home: str) -> None:
    page.goto(f"{home}/login")
    page.fill("input[name=email]", ADDRESS)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


def sign_out(page: Page, home: str) -> None:
    page.goto(f"{home}/orders")
    page.locator("form[data-logout] button").first.evaluate("button => button.form.requestSubmit(button)")
    page.wait_for_url(f"{home}/")


def make(page: Page, home: str, name: str, usage: str) -> None:
    page.goto(f"{home}/wan-register")
    page.get_by_label("Name of the new passkey").fill(name)
    page.locator(f"[name=usage][value={usage}]").check(force=True)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator("main strong", has_text=name)).to_be_visible()


def remove(page: Page, home: str, name: str) -> None:
    page.goto(f"{home}/wan-register")
    page.locator("form[action='/wan-delete']", has=page.locator(f"input[value='{name}']")).get_by_role("button").click()
    expect(page.locator("main strong", has_text=name)).to_have_count(0)


def test_a_passkey_opens_the_account_by_itself(person: Callable[..., Person], home: str) -> None:
    page = person(phone=True).page
    authenticator(page)
    sign_in(page, home)
    make(page, home, "my phone", "first")
    assert findings(page) == []
    sign_out(page, home)
    page.goto(f"{home}/login?next=/help/tickets")
    page.get_by_role("link", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(f"{home}/help/tickets")
    remove(page, home, "my phone")


def test_a_passkey_is_asked_for_after_the_password(person: Callable[..., Person], home: str) -> None:
    page = person(phone=True).page
    authenticator(page)
    sign_in(page, home)
    make(page, home, "the key on my desk", "secondary")
    sign_out(page, home)
    sign_in(page, home)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(f"{home}/orders")
    remove(page, home, "the key on my desk")


def test_a_browser_without_the_passkey_leaves_the_password(person: Callable[..., Person], home: str) -> None:
    page = person(phone=True).page
    authenticator(page)
    page.goto(f"{home}/wan-signin")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("gave no passkey")
    expect(page.get_by_role("button", name="Ask the browser again")).to_be_focused()

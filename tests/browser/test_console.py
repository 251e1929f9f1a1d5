"""The composer under bad luck: a colleague who is faster, a lost connection, a session that ends; typed words survive all of it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.fixtures.product import PASSWORD


@pytest.fixture
def ticket(person: Callable[..., Person]) -> str:
    """The address of a conversation of this test's own."""
    guest = person().page
    guest.goto("/help/tickets/new")
    for name, value in {
        "name": "Ada Kettle",
        "email": "ada.kettle@example.com",
        "body": "The lid of my kettle is cracked.",
    }.items():
        guest.fill(f"[name={name}]", value)
    guest.locator("form[action='/help/tickets/new'] button.btn--primary").click()
    expect(guest.locator("main")).to_contain_text(re.compile(r"T-\d+"))
    found = re.search(r"T-\d+", guest.locator("main").inner_text())
    assert found
    return f"/desk/tickets/{found[0]}"


def send(page: Page, words: str) -> None:
    page.fill("#body", words)
    page.locator("#reply .only-reply > button[name=then]").click()


def test_the_slower_of_two_agents_keeps_the_words_as_a_note(person: Callable[..., Person], ticket: str) -> None:
    agent, lead = person("agent").page, person("lead").page
    for page in (agent, lead):
        page.goto(ticket)
    send(lead, "I have seen your message.")
    expect(lead.locator(".thread")).to_contain_text("I have seen your message.")
    send(agent, "My own answer.")
    expect(agent.locator("#conflict")).to_be_focused()
    expect(agent.locator(".thread")).to_contain_text("I have seen your message.")
    expect(agent.locator("#body")).to_have_value("My own answer.")
    agent.locator("#conflict button[value=note]").click()
    expect(agent.locator("article[data-kind=note]")).to_contain_text("My own answer.")
    expect(agent.locator("#conflict")).to_have_count(0)


def test_an_ended_session_brings_the_words_back_after_signing_in(person: Callable[..., Person], ticket: str) -> None:
    one = person("agent")
    one.page.goto(ticket)
    one.page.fill("#body", "Typed before the session ended.")
    one.context.clear_cookies(name="session")
    one.page.locator("#reply .only-reply > button[name=then]").click()
    one.page.locator("#problems a").click()
    one.page.fill("input[name=email]", "agent@example.com")
    one.page.fill("input[name=password]", PASSWORD)
    one.page.press("input[name=password]", "Enter")
    one.page.wait_for_url(lambda url: url.endswith(ticket))
    expect(one.page.locator("#body")).to_have_value("Typed before the session ended.")
    one.complaints.clear()  # htmx tells of the 401 that was the point

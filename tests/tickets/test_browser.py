"""The console in a real browser: by keyboard only, and two agents on one ticket."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.vocabulary import MessageKind
from kit import clock
from kit.accounts import commands as accounts
from kit.accounts.models import User
from kit.db import db
from tests.web.guide import serving

pytestmark = pytest.mark.browser
Enter = Callable[[User], Page]


@pytest.fixture
def enter(app: Flask, chromium: Browser) -> Iterator[Enter]:
    """A browser window in which the person is signed in; nothing may be refused by the content security policy."""
    complaints: list[str] = []
    contexts = []
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    with serving(app) as url:

        def open_window(user: User) -> Page:
            token = accounts.begin_session(user, address="127.0.0.1", agent="test", now=clock.now())
            cookie = signer.dumps({"_user_id": user.fs_uniquifier, "_fresh": True, "token": token})
            context = chromium.new_context(base_url=url, viewport={"width": 1440, "height": 900})
            context.add_cookies([{"name": "session", "value": cookie, "url": url}])
            contexts.append(context)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
            return page

        yield open_window
        for context in contexts:
            context.close()
    assert complaints == []


def replies(ticket: Ticket, kind: MessageKind = MessageKind.AGENT) -> list[str]:
    db.session.rollback()
    said = select(Message.body).where(Message.ticket_id == ticket.id, Message.kind == kind).order_by(Message.id)
    return list(db.session.scalars(said))


def test_a_ticket_is_found_opened_and_answered_by_keyboard(enter: Enter, make_ticket: Callable[..., Ticket], agent: User) -> None:
    first, second = make_ticket("The first one leaks"), make_ticket("The second one is broken")
    page = enter(agent)
    page.goto("/desk")
    for key in ("j", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-selected]")).to_have_text("1 selected")
    page.keyboard.press("i")
    expect(page.locator(".toast")).to_contain_text("1 ticket changed.")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("The second one")
    page.keyboard.press("n")
    page.keyboard.press("r")
    page.keyboard.type("Ask the warehouse")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg[data-kind=note]")).to_contain_text("Ask the warehouse")
    page.locator("h1").click()
    page.keyboard.press("r")
    page.keyboard.type("A new one is on its way")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg[data-kind=agent]")).to_contain_text("A new one is on its way")
    expect(page.locator("#ticket-head")).to_contain_text("Waiting for customer")
    expect(page.locator("#body")).to_have_value("")
    page.locator("h1").click()
    page.keyboard.press("u")
    expect(page).to_have_url(page.url.split("/desk")[0] + "/desk")
    assert (replies(second), replies(second, MessageKind.NOTE), replies(first)) == (
        ["A new one is on its way"],
        ["Ask the warehouse"],
        [],
    )


def test_two_agents_on_one_ticket_lose_and_double_nothing(enter: Enter, ticket: Ticket, agent: User, lead: User) -> None:
    mine, theirs = enter(agent), enter(lead)
    for page in (mine, theirs):
        page.goto(f"/desk/tickets/{ticket.number}")
    mine.fill("#body", "My careful answer")
    theirs.fill("#body", "A quick answer")
    theirs.get_by_role("button", name="Send", exact=True).click()
    expect(theirs.locator(".msg[data-kind=agent]")).to_contain_text("A quick answer")
    mine.get_by_role("button", name="Send", exact=True).click()
    expect(mine.locator("#conflict")).to_contain_text("Marcus Reid wrote")
    expect(mine.locator("#body")).to_have_value("My careful answer")
    expect(mine.locator("#thread")).to_contain_text("A quick answer")
    mine.get_by_role("link", name="Show it and go on writing").click()
    expect(mine.locator("#body")).to_have_value("My careful answer")
    mine.get_by_role("button", name="Send", exact=True).dblclick()
    expect(mine.locator(".msg[data-kind=agent]")).to_have_count(2)
    assert replies(ticket) == ["A quick answer", "My careful answer"]


def test_filters_change_the_list_and_the_address(enter: Enter, make_ticket: Callable[..., Ticket], agent: User) -> None:
    make_ticket("The lid leaks", category="quality")
    make_ticket("Where is my parcel", category="logistics")
    page = enter(agent)
    page.goto("/desk")
    page.locator("summary", has_text="Category").first.click()
    page.locator(".bar .menu").get_by_text("Logistics").click()
    expect(page.locator("[data-row]")).to_have_count(1)
    assert page.url.endswith("category=logistics")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    expect(page.locator("input:focus")).to_have_count(1)
    page.keyboard.type("zeppelin")
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_contain_text("No ticket matches.")
    page.go_back()
    expect(page.locator("[data-row]")).to_have_count(1)

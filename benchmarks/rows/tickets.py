"""Tickets: the workspace, a new request by form, a public reply, the search."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote_plus

import sqlalchemy as sa

from benchmarks.browsing import first_answer
from benchmarks.growing import FIRST_ID, OPEN_WORDS
from benchmarks.house import House
from benchmarks.load import each, repeated, request
from benchmarks.registry import Figure, row
from helpdesk.tickets.commands import conversation, filing
from helpdesk.tickets.models import Ticket
from kit import clock
from kit.accounts.models import User
from kit.accounts.vocabulary import Role
from kit.db import db

FORMS, MESSAGES = 440, 20
COUNTED = 3  # forms sent in this process; statements are counted of the last, when what is made once is made
SEARCHES = {"English": "lid cracked", "Chinese": "快递 动静"}


@row("ticket")
def ticket(house: House) -> Iterator[Figure]:
    agent = house.member(Role.AGENT)
    path = f"/desk/tickets/{_long_ticket(house.customers[0].user)}"
    sent = first_answer(house, path, agent).statements
    bare = repeated(house.floor_port, request("/page"))
    full = repeated(house.port, request(path, session=agent.cookie))
    yield Figure(work=f"ticket, {MESSAGES} messages", value=full, unit="/s", growth=1.2)
    yield Figure(work="ticket, of the bare page", value=100 * full / bare, unit="%", at_least=15)
    yield Figure(work="ticket, statements", value=sent, unit="SQL", at_most=10)


@row("create")
def create(house: House) -> Iterator[Figure]:
    """By many customers: one may send no more than a person would."""
    path, senders = "/help/tickets/new", [house.customers[place % len(house.customers)] for place in range(FORMS + COUNTED)]
    forms: list[dict[str, object]] = [
        {"csrf_token": sender.csrf, "idempotency_key": f"create-{place}", "body": f"{OPEN_WORDS} ({place})"}
        for place, sender in enumerate(senders)
    ]
    counted = zip(senders[FORMS:], forms[FORMS:], strict=True)
    sent = [first_answer(house, path, sender, form).statements for sender, form in counted][-1]
    written = [request(path, session=senders[place].cookie, form=forms[place]) for place in range(FORMS)]
    rate = each(house.port, written, expect=303)
    yield Figure(work="request by form", value=rate, unit="/s", at_least=300, growth=1.3)
    yield Figure(work="request by form, statements", value=sent, unit="SQL", at_most=15)


@row("reply")
def reply(house: House) -> Iterator[Figure]:
    """To different tickets, each by an agent who has seen its newest message."""
    agent = house.member(Role.AGENT)
    unanswered = sa.select(Ticket.number, Ticket.last_message_id).where(Ticket.id >= FIRST_ID, Ticket.unanswered_since.is_not(None))
    chosen = db.session.execute(unanswered.order_by(Ticket.id.desc()).limit(FORMS + COUNTED)).all()
    common: dict[str, object] = {"csrf_token": agent.csrf, "kind": "reply", "body": "Your new kettle is on its way."}
    forms = {
        f"/desk/tickets/{number}/messages": common | {"seen_up_to": seen, "idempotency_key": f"reply-{number}"}
        for number, seen in chosen
    }
    counted = list(forms)[FORMS:]
    sent = [first_answer(house, path, agent, forms.pop(path)).statements for path in counted][-1]
    written = [request(path, session=agent.cookie, form=form) for path, form in forms.items()]
    yield Figure(work="public reply", value=each(house.port, written, expect=303), unit="/s", at_least=300, growth=1.3)
    yield Figure(work="public reply, statements", value=sent, unit="SQL", at_most=12)


@row("search")
def search(house: House) -> Iterator[Figure]:
    agent = house.member(Role.AGENT)
    for language, words in SEARCHES.items():
        path = f"/desk?view=all&q={quote_plus(words)}"
        if first_answer(house, path, agent).text.count('href="/desk/tickets/T-') < 50:
            raise LookupError(f"the search for {words} finds nothing to measure")
        rate = repeated(house.port, request(path, session=agent.cookie))
        yield Figure(work=f"search, two {language} words", value=rate, unit="/s", at_least=150, growth=2)


def _long_ticket(customer: User) -> str:
    """The number of a ticket with twenty messages."""
    now = clock.now()
    filed = filing.file_ticket(filing.Draft(body=OPEN_WORDS, requester_id=customer.id), actor=customer, now=now)
    for place in range(1, MESSAGES):
        at = now + timedelta(milliseconds=place)
        conversation.customer_message(filed.id, f"It still leaks, and more each day ({place}).", actor=customer, now=at)
    return filed.number

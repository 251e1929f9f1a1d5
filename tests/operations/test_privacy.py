"""Everything held on a person is handed out, and erased without a trace of their words."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from helpdesk.operations import erasing
from helpdesk.tickets.commands import conversation
from helpdesk.tickets.models import Attachment, Ticket
from kit.accounts import commands as accounts
from kit.accounts import queries
from kit.accounts.models import User
from kit.db import Model, db
from kit.errors import NotFound, RuleViolation
from kit.uploads import commands as uploads
from kit.uploads.models import Upload
from kit.uploads.rules import Accepted
from storefront.orders.models import Order
from storefront.reviews.models import Review

WORDS = "zanzibar", "hannah", "brooks", "13800138000"


def traces() -> set[str]:
    """Tables in which a word of the person can still be read."""
    found = set()
    for table in Model.metadata.sorted_tables:
        rows = " ".join(db.session.scalars(sa.text(f"SELECT lower(t::text) FROM {table.name} t")))
        found |= {table.name for word in WORDS if word in rows}
    return found


@pytest.fixture
def person(customer: User, order: Order, make_ticket: Callable[..., Ticket], agent: User, now: datetime) -> User:
    """A customer with an order, a conversation with a file, and a review."""
    with db.session.no_autoflush:
        accounts.set_phone(customer, "+86 138 0013 8000")
    file = uploads.keep(Accepted("zanzibar.png", "image/png", b"a picture of Zanzibar"), owner=customer, now=now)
    ticket = make_ticket(body="My Zanzibar kettle leaks. Hannah Brooks", uploads=[file.id])
    seen = ticket.last_message_id
    conversation.reply(
        ticket.id, "Dear Hannah, sorry about Zanzibar.", seen_up_to=seen, actor=agent, now=now + timedelta(minutes=5)
    )
    conversation.note(ticket.id, "Zanzibar again", actor=agent, now=now + timedelta(minutes=6))
    db.session.add(Review(author_id=customer.id, author_name="Hannah", stars=2, title="Zanzibar", body="No Zanzibar", at=now))
    db.session.commit()
    return customer


def test_what_is_handed_out_has_the_words_and_no_secret(person: User) -> None:
    text = json.dumps(erasing.everything_on("Hannah.Brooks@example.com"))
    assert all(word in text.lower() for word in WORDS)
    assert person.fs_uniquifier not in text
    assert "Zanzibar again" not in text, "a note never leaves the house"


def test_no_word_of_an_erased_person_can_be_read_anywhere(
    person: User, now: datetime, work: Callable[[], None], app: Flask
) -> None:
    letters = Path(app.config["SETTINGS"].instance) / "outbox"
    for earlier in letters.glob("*.eml"):  # of other tests of this run, whose rows are gone
        earlier.unlink()
    work()
    assert traces()
    assert list(letters.glob("*.eml"))
    blob = uploads.storage().path(str(db.session.scalar(sa.select(Upload.sha256))))
    money = db.session.execute(sa.select(Order.id, Order.number, Order.payable_minor)).all()
    erasing.erase("hannah.brooks@example.com", now)
    assert traces() == set()
    assert not blob.exists()
    assert not db.session.scalar(sa.select(sa.func.count()).select_from(Attachment))
    assert not [path for path in letters.glob("*.eml") if "hannah" in path.read_text().lower()]
    assert db.session.execute(sa.select(Order.id, Order.number, Order.payable_minor)).all() == money


def test_erasing_twice_is_one_erasure(person: User, now: datetime) -> None:
    erasing.erase("hannah.brooks@example.com", now)
    erasing.erase("hannah.brooks@example.com", now)
    assert erasing.was_erased("HANNAH.brooks@example.com")
    assert db.session.scalar(sa.text("SELECT count(*) FROM event_record WHERE kind = 'PersonErased'")) == 1
    with pytest.raises(NotFound):
        erasing.everything_on("hannah.brooks@example.com")


def test_who_comes_back_is_somebody_new(person: User, now: datetime) -> None:
    erasing.erase("hannah.brooks@example.com", now)
    again = accounts.person("hannah.brooks@example.com", now=now)
    assert again.id != person.id
    assert not erasing.was_erased("hannah.brooks@example.com")


def test_records_stay_append_only_for_everybody_else(person: User, now: datetime) -> None:
    erasing.erase("hannah.brooks@example.com", now)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        db.session.execute(sa.text("UPDATE event_record SET kind = 'x'"))
    db.session.rollback()


def test_staff_and_strangers_are_refused(agent: User, now: datetime) -> None:
    with pytest.raises(RuleViolation):
        erasing.erase(str(agent.email), now)
    with pytest.raises(NotFound):
        erasing.erase("nobody@example.com", now)
    assert queries.user_by_email(str(agent.email)) is not None

"""Talking: replies answer what was seen, customers reopen, notes move nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from helpdesk.tickets.commands import conversation, filing, lifecycle
from helpdesk.tickets.models import Attachment, Message, ReplyDraft, Ticket
from helpdesk.tickets.vocabulary import HoldFor, MessageKind, Opening, Reason, Speaker, Status
from kit.accounts.models import User
from kit.db import db
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.events import EventRecord

MINUTE = timedelta(minutes=1)


def kinds_of(ticket: Ticket) -> list[str]:
    """The kinds of the ticket's events, in order, without those of other features."""
    ours = {"TicketFiled", "CustomerWrote", "AgentReplied", "NoteAdded", "StatusChanged", "TicketReopened", "NoReplyNeeded"}
    kinds = db.session.scalars(select(EventRecord.kind).where(EventRecord.ticket_id == ticket.id).order_by(EventRecord.id))
    return [kind for kind in kinds if kind in ours]


def newest(ticket: Ticket) -> Message:
    return db.session.scalars(select(Message).where(Message.ticket_id == ticket.id).order_by(Message.id.desc()).limit(1)).one()


def test_filing_makes_a_numbered_ticket_with_one_message(ticket: Ticket, customer: User, now: datetime) -> None:
    message = newest(ticket)
    assert ticket.number.startswith("T-26")
    assert (ticket.status, ticket.unanswered_since) == (Status.NEW, now)
    assert (message.kind, message.author_id) == (MessageKind.CUSTOMER, customer.id)
    assert ticket.subject.startswith("Hello, my kettle arrived")
    assert kinds_of(ticket) == ["TicketFiled"]


def test_a_reply_answers_and_takes_the_ticket_into_work(ticket: Ticket, agent: User, now: datetime) -> None:
    conversation.reply(ticket.id, "On its way.", seen_up_to=ticket.last_message_id, actor=agent, now=now + MINUTE)
    assert (ticket.status, ticket.unanswered_since) == (Status.OPEN, None)
    assert (ticket.preview, ticket.last_message_by) == ("On its way.", Speaker.AGENT)


def test_reply_and_status_in_one_submit_apply_the_reply_first(ticket: Ticket, agent: User, now: datetime) -> None:
    conversation.reply(ticket.id, "Which size?", seen_up_to=None, status=Status.PENDING, actor=agent, now=now)
    assert ticket.status is Status.PENDING
    assert kinds_of(ticket) == ["TicketFiled", "AgentReplied", "StatusChanged"]


def test_a_reply_that_missed_a_message_is_a_conflict(ticket: Ticket, customer: User, agent: User, now: datetime) -> None:
    seen = ticket.last_message_id
    conversation.customer_message(ticket.id, "And the base leaks.", actor=customer, now=now + MINUTE)
    with pytest.raises(Conflict) as refused:
        conversation.reply(ticket.id, "Sorry about the lid.", seen_up_to=seen, actor=agent, now=now + 2 * MINUTE)
    assert refused.value.code == "new_messages"


def test_a_reply_sent_although_stale_leaves_the_unseen_message_unanswered(
    ticket: Ticket, customer: User, agent: User, now: datetime
) -> None:
    seen, later = ticket.last_message_id, now + MINUTE
    conversation.customer_message(ticket.id, "And the base leaks.", actor=customer, now=later)
    conversation.reply(ticket.id, "Sorry about the lid.", seen_up_to=seen, although_stale=True, actor=agent, now=later + MINUTE)
    assert ticket.unanswered_since == later


def test_ones_own_second_tab_is_no_conflict(ticket: Ticket, agent: User, now: datetime) -> None:
    seen = ticket.last_message_id
    conversation.note(ticket.id, "Asking the warehouse.", actor=agent, now=now)
    conversation.reply(ticket.id, "A moment, please.", seen_up_to=seen, actor=agent, now=now + MINUTE)
    assert ticket.unanswered_since is None


def test_a_message_on_a_solved_ticket_reopens_it(ticket: Ticket, customer: User, agent: User, now: datetime) -> None:
    conversation.reply(ticket.id, "Done.", seen_up_to=None, status=Status.SOLVED, actor=agent, now=now)
    conversation.customer_message(ticket.id, "It leaks again.", actor=customer, now=now + timedelta(days=2))
    assert (ticket.status, ticket.solved_at) == (Status.OPEN, None)
    assert kinds_of(ticket)[-3:] == ["CustomerWrote", "StatusChanged", "TicketReopened"]


def test_a_message_on_a_closed_ticket_opens_a_linked_one(ticket: Ticket, customer: User, agent: User, now: datetime) -> None:
    conversation.reply(ticket.id, "Done.", seen_up_to=None, status=Status.SOLVED, actor=agent, now=now)
    later = now + timedelta(days=30)
    assert lifecycle.close_solved(now=later) == 1
    message = conversation.customer_message(ticket.id, "It broke again.", actor=customer, now=later)
    follow_up = db.session.get_one(Ticket, message.ticket_id)
    assert (follow_up.follows_id, follow_up.status, ticket.status) == (ticket.id, Status.NEW, Status.CLOSED)


def test_an_automatic_message_moves_nothing(ticket: Ticket, agent: User, now: datetime) -> None:
    conversation.reply(ticket.id, "Done.", seen_up_to=None, status=Status.SOLVED, actor=agent, now=now)
    seen = ticket.last_message_id
    conversation.customer_message(ticket.id, "I am out of office.", automatic=True, actor=None, now=now + MINUTE)
    assert (ticket.status, ticket.unanswered_since, ticket.last_message_id) == (Status.SOLVED, None, seen)


def test_a_note_moves_nothing_and_shows_nowhere_outside(ticket: Ticket, agent: User, now: datetime) -> None:
    before = ticket.preview, ticket.unanswered_since, ticket.status
    conversation.note(ticket.id, "Third cracked lid this week.", actor=agent, now=now + MINUTE)
    assert (ticket.preview, ticket.unanswered_since, ticket.status) == before


def test_solving_an_unanswered_ticket_asks_for_a_reply(ticket: Ticket, agent: User, now: datetime) -> None:
    with pytest.raises(RuleViolation) as refused:
        lifecycle.set_status(ticket.id, Status.SOLVED, actor=agent, now=now)
    assert refused.value.code == "reply_due"
    conversation.no_reply_needed(ticket.id, "Only a thank you", actor=agent, now=now)
    lifecycle.set_status(ticket.id, Status.SOLVED, actor=agent, now=now)
    assert ticket.solved_at == now


def test_giving_a_reason_is_insisting(ticket: Ticket, agent: User, now: datetime) -> None:
    lifecycle.set_status(ticket.id, Status.SOLVED, reason=Reason.SPAM, actor=agent, now=now)
    assert ticket.status is Status.SOLVED


def test_an_open_promise_forbids_solving(ticket: Ticket, agent: User, now: datetime) -> None:
    from helpdesk.tickets.commands import standing

    conversation.reply(ticket.id, "We send a new one.", seen_up_to=None, actor=agent, now=now)
    version = ticket.version
    standing.set_promises(ticket.id, open_promises=1)
    assert ticket.version == version
    with pytest.raises(RuleViolation) as refused:
        lifecycle.set_status(ticket.id, Status.SOLVED, actor=agent, now=now)
    assert refused.value.code == "open_promise"


def test_customers_may_not_use_the_verbs_of_agents(ticket: Ticket, customer: User, now: datetime) -> None:
    for verb in (
        lambda: conversation.reply(ticket.id, "x", seen_up_to=None, actor=customer, now=now),
        lambda: conversation.note(ticket.id, "x", actor=customer, now=now),
        lambda: conversation.no_reply_needed(ticket.id, "x", actor=customer, now=now),
        lambda: lifecycle.set_status(ticket.id, Status.SOLVED, actor=customer, now=now),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_nobody_writes_in_another_customers_ticket(ticket: Ticket, make_user: Callable[..., User], now: datetime) -> None:
    stranger = make_user("customer", "Tom Becker")
    with pytest.raises(NotAllowed):
        conversation.customer_message(ticket.id, "Hello", actor=stranger, now=now)
    with pytest.raises(NotAllowed):
        lifecycle.set_status(ticket.id, Status.SOLVED, by="customer", actor=stranger, now=now)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        filing.file_ticket(filing.Draft(body="x", requester_id=ticket.requester_id), actor=stranger, now=now)


def test_an_answered_call_owes_no_reply_and_a_voicemail_does(
    make_ticket: Callable[..., Ticket], customer: User, agent: User, now: datetime
) -> None:
    answered = make_ticket(actor=agent, channel="phone", opening=Opening.CALL_ANSWERED)
    voicemail = make_ticket(actor=agent, channel="phone", opening=Opening.VOICEMAIL)
    assert (answered.unanswered_since, voicemail.unanswered_since) == (None, now)
    assert newest(answered).author_id == newest(voicemail).author_id == customer.id


def test_hostile_text_is_stored_harmless_and_long_text_refused(
    make_ticket: Callable[..., Ticket], ticket: Ticket, customer: User, now: datetime
) -> None:
    hostile = make_ticket("<script>alert(1)</script>\u202egnp.exe\x00\x07 {{7*7}} 👩‍👩‍👧", subject="Bi\u202edi\u200b\x00 subject")
    assert newest(hostile).body == "<script>alert(1)</script>gnp.exe {{7*7}} 👩‍👩‍👧"
    assert hostile.subject == "Bidi subject"
    assert len(newest(make_ticket("word " * 20_000)).body) == 99_999
    with pytest.raises(RuleViolation) as refused:
        conversation.customer_message(ticket.id, "x" * 120_001, actor=customer, now=now)
    assert refused.value.code == "too_long"


def test_a_message_needs_words_or_files(ticket: Ticket, customer: User, now: datetime) -> None:
    with pytest.raises(RuleViolation):
        conversation.customer_message(ticket.id, " \n ", actor=customer, now=now)
    assert db.session.scalars(select(Attachment)).all() == []
    assert db.session.scalars(select(ReplyDraft)).all() == []


def test_a_reply_leaves_waiting_for_a_partner_as_it_is(ticket: Ticket, agent: User, now: datetime) -> None:
    conversation.reply(
        ticket.id, "We ask the carrier.", seen_up_to=None, status=Status.ON_HOLD, hold_for=HoldFor.CARRIER, actor=agent, now=now
    )
    conversation.reply(ticket.id, "Still waiting.", seen_up_to=None, actor=agent, now=now + MINUTE)
    assert (ticket.status, ticket.hold_for) == (Status.ON_HOLD, HoldFor.CARRIER)


def test_nobody_solves_over_an_unread_message(ticket: Ticket, customer: User, agent: User, now: datetime) -> None:
    seen = ticket.last_message_id
    conversation.customer_message(ticket.id, "And the base leaks.", actor=customer, now=now + MINUTE)
    with pytest.raises(Conflict):
        conversation.reply(
            ticket.id, "Done.", seen_up_to=seen, status=Status.SOLVED, although_stale=True, actor=agent, now=now + 2 * MINUTE
        )

"""Erasing somebody with everything: a case and its history, an offer, surveys, calls, addresses, credit and a bag."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from helpdesk.operations import erasing
from helpdesk.proposals import commands as proposals
from helpdesk.proposals.models import Proposal
from helpdesk.proposals.registry import ItemDraft
from helpdesk.returns.commands import requesting
from helpdesk.returns.models import Case, CaseEvent, Inspection
from helpdesk.returns.rules import history
from helpdesk.returns.vocabulary import CaseType, Cause, Disposition, Grade, Reason
from helpdesk.surveys import commands as surveys
from helpdesk.surveys.models import Survey
from helpdesk.tickets.commands import conversation
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import Status
from helpdesk.visits.commands import recording
from helpdesk.visits.models import Visit
from helpdesk.visits.vocabulary import Outcome
from kit.accounts.models import User
from kit.db import db
from kit.privacy import ERASED
from storefront.cart.models import Cart
from storefront.members.commands import accounts, addresses
from storefront.members.models import AccountEntry, Address
from storefront.orders.models import Order
from tests.operations.test_privacy import traces

HOME = {
    "recipient": "Hannah Brooks",
    "phone": "13800138000",
    "street": "1 Zanzibar Road",
    "region": "Zanzibar",
    "postcode": "200000",
}


@pytest.fixture
def case(order: Order, customer: User, now: datetime) -> Case:
    request = requesting.Request(
        order_id=order.id,
        customer_id=customer.id,
        units={order.lines[0].id: 1},
        type=CaseType.RETURN_REFUND,
        reason=Reason.OTHER,
        description="Hannah's Zanzibar lamp is bent.",
        subject="Zanzibar lamp",
    )
    return requesting.open_case(request, actor=customer, now=now)


@pytest.fixture
def person(case: Case, make_ticket: Callable[..., Ticket], customer: User, agent: User, now: datetime) -> User:
    """The customer of the case, who also answered an offer and a survey, was called, and keeps an address and credit."""
    ticket = make_ticket(body="The Zanzibar kettle leaks.", assignee=agent, category="quality")
    item = ItemDraft(resolution="store_credit", amount_minor=3000)
    offered = proposals.offer(ticket.id, [item], "Dear Hannah, for Zanzibar.", now + timedelta(hours=48), actor=agent, now=now)
    proposals.decline(offered.id, "Zanzibar is worth more.", actor=customer, now=now)
    conversation.reply(ticket.id, "Sorry, Hannah.", seen_up_to=None, status=Status.SOLVED, actor=agent, now=now)
    survey = db.session.scalars(sa.select(Survey)).one()
    surveys.ask(survey.id, now=now + timedelta(hours=1))
    given = surveys.Answer(score=2, comment="Zanzibar!")
    surveys.answer(survey.id, given, unsolved_words="", actor=None, now=now + timedelta(hours=2))
    visit = db.session.scalars(sa.select(Visit)).first()
    assert visit is not None
    called = recording.Attempt(outcome=Outcome.REACHED, mood=2, note="Hannah still thinks of Zanzibar.")
    recording.record(visit.id, called, actor=agent, now=now + timedelta(days=4))
    addresses.add(customer.id, HOME, now=now)
    accounts.issue_store_credit(customer.id, 500, "CNY", reference="goodwill", now=now)
    db.session.add(Cart(user_id=customer.id, changed_at=now))
    found = {"grade": Grade.USED, "cause": Cause.DEFECTIVE, "disposition": Disposition.SCRAP}
    db.session.add(Inspection(case_line_id=case.lines[0].id, quantity=1, note="Says Hannah", by_id=agent.id, at=now, **found))
    db.session.commit()
    return customer


def test_everything_is_handed_out(person: User) -> None:
    held = erasing.everything_on("hannah.brooks@example.com")
    told = json.dumps(held)
    for words in ("lamp is bent", "worth more", "Zanzibar!", "Zanzibar Road", "goodwill"):
        assert words in told
    assert held["visits"]["attempts"]
    assert held["returns"]["history"]


def test_words_go_while_states_amounts_and_the_chain_of_the_history_stay(
    person: User, case: Case, now: datetime, app: Flask
) -> None:
    steps = db.session.execute(sa.select(CaseEvent.seq, CaseEvent.event, CaseEvent.at).order_by(CaseEvent.seq)).all()
    credit = db.session.scalars(sa.select(AccountEntry.delta)).all()
    erasing.erase("hannah.brooks@example.com", now + timedelta(days=5))
    assert traces() == set()
    assert db.session.execute(sa.select(CaseEvent.seq, CaseEvent.event, CaseEvent.at).order_by(CaseEvent.seq)).all() == steps
    chain = db.session.scalars(sa.select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq)).all()
    assert history.first_break(chain) is None
    assert db.session.scalars(sa.select(AccountEntry.delta)).all() == credit
    assert db.session.scalars(sa.select(Survey.score)).all() == [2]
    assert db.session.scalars(sa.select(Proposal.text)).all() == [ERASED]
    assert db.session.scalars(sa.select(Address)).all() == []
    assert db.session.scalars(sa.select(Cart)).all() == []

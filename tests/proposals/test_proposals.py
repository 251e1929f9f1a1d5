"""Offers: made, consented to with exact words, declined, withdrawn, lapsed; one answer counts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import shop
from helpdesk.proposals import commands, jobs, queries, rules, wording
from helpdesk.proposals.models import Proposal
from helpdesk.proposals.registry import ItemDraft
from helpdesk.proposals.vocabulary import ConsentBy, Status
from helpdesk.returns import queries as cases
from helpdesk.returns.commands import completing
from helpdesk.returns.vocabulary import State
from helpdesk.tickets.commands import lifecycle
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.vocabulary import HoldFor
from helpdesk.tickets.vocabulary import Status as TicketStatus
from kit.db import db
from kit.errors import Conflict, NotAllowed, NotFound, RuleViolation
from storefront.payments.commands import refunding

WORDS = "We are sorry about the lid. This is what we can do for you."


@pytest.fixture
def offer(ticket, agent, now):
    """offer([drafts]): an offer of store credit, or of the drafts, on `ticket`."""

    def make(*drafts, on=ticket, text=WORDS, hours=48, actor=agent):
        items = drafts or (ItemDraft(resolution="store_credit", amount_minor=3000),)
        return commands.offer(on.id, items, text, now + timedelta(hours=hours), actor=actor, now=now)

    return make


def agree(proposal, actor, at, **more):
    loaded = queries.of_ticket(proposal.ticket_id)[0]
    shown = wording.shown(loaded)
    return commands.accept(loaded.id, rules.fingerprint(shown), shown, actor=actor, now=at, **more)


def ticket_now(ticket):
    db.session.expire_all()
    return db.session.get_one(Ticket, ticket.id)


def test_an_offer_goes_out_as_a_reply_and_waits(offer, ticket, now):
    proposal = offer()
    said = db.session.scalars(select(Message).where(Message.ticket_id == ticket.id).order_by(Message.id)).all()
    assert said[-1].body == WORDS
    assert proposal.status is Status.OFFERED
    assert ticket_now(ticket).awaiting_consent_until == now + timedelta(hours=48)
    assert ticket_now(ticket).status == "pending"


def test_a_yes_is_kept_with_its_exact_words_and_carried_out(offer, ticket, customer, now):
    accepted = agree(offer(), customer, now + timedelta(hours=1))
    assert (accepted.status, accepted.answered_by_id, accepted.consent_by) == (
        Status.ACCEPTED,
        customer.id,
        ConsentBy.CUSTOMER,
    )
    assert "¥30.00" in accepted.consent_text
    assert WORDS in accepted.consent_text
    assert accepted.consent_hash == rules.fingerprint(accepted.consent_text)
    assert shop.customer_summary(customer.id).store_credit_minor == 3000
    assert (ticket_now(ticket).awaiting_consent_until, ticket_now(ticket).open_promises) == (None, 0)


def test_the_second_answer_is_too_late(offer, customer, now):
    proposal = offer()
    agree(proposal, customer, now)
    with pytest.raises(Conflict) as refusal:
        commands.decline(proposal.id, "", actor=customer, now=now)
    assert refusal.value.code == "answered"
    assert shop.customer_summary(customer.id).store_credit_minor == 3000


def test_a_yes_to_other_words_does_not_count(offer, customer, now):
    proposal = offer()
    with pytest.raises(Conflict) as refusal:
        commands.accept(proposal.id, rules.fingerprint("something else"), "the offer", actor=customer, now=now)
    assert refusal.value.code == "changed"


def test_only_the_customer_answers_and_an_agent_only_records(offer, agent, make_user, customer, now):
    proposal = offer()
    for person in (agent, make_user("customer", "Emily Tran")):
        with pytest.raises(NotAllowed):
            agree(proposal, person, now)
    with pytest.raises(NotAllowed):
        agree(proposal, customer, now, spoken=True)
    assert agree(proposal, agent, now, spoken=True).consent_by is ConsentBy.SPOKEN


def test_a_no_keeps_its_reason(offer, ticket, customer, now):
    declined = commands.decline(offer().id, "I want a new one.", actor=customer, now=now)
    assert (declined.status, declined.decline_reason) == (Status.DECLINED, "I want a new one.")
    assert ticket_now(ticket).awaiting_consent_until is None
    assert shop.customer_summary(customer.id).store_credit_minor == 0


@pytest.mark.parametrize("is_yes", [True, False])
@pytest.mark.parametrize("spoken", [True, False])
def test_an_answer_ends_the_wait_for_the_customer(offer, ticket, customer, agent, now, is_yes, spoken):
    proposal, person = offer(), agent if spoken else customer
    if is_yes:
        agree(proposal, person, now, spoken=spoken)
    else:
        commands.decline(proposal.id, "I want a new one.", spoken=spoken, actor=person, now=now)
    assert ticket_now(ticket).status == "open"


def test_an_answer_leaves_a_ticket_that_waits_for_a_partner(offer, ticket, customer, agent, now):
    proposal = offer()
    lifecycle.set_status(ticket.id, TicketStatus.ON_HOLD, hold_for=HoldFor.CARRIER, actor=agent, now=now)
    commands.decline(proposal.id, "", actor=customer, now=now)
    assert ticket_now(ticket).status == "on_hold"


def test_only_one_offer_waits_at_a_time(offer):
    offer()
    with pytest.raises(Conflict) as refusal:
        offer()
    assert refusal.value.code == "open_proposal"


def test_a_withdrawn_offer_makes_room_for_another(offer, agent, customer, now):
    first = offer()
    commands.withdraw(first.id, actor=agent, now=now)
    second = offer()
    assert agree(second, customer, now).status is Status.ACCEPTED
    with pytest.raises(NotAllowed):
        commands.withdraw(offer().id, actor=customer, now=now)


def test_an_offer_is_reminded_once_and_lapses(offer, ticket, customer, now):
    proposal = offer()
    assert list(queries.to_remind_ids(now + timedelta(hours=23))) == []
    assert [commands.remind(one, now=now + timedelta(hours=25)) for one in queries.to_remind_ids(now + timedelta(hours=25))] == [
        True
    ]
    assert list(queries.to_remind_ids(now + timedelta(hours=26))) == []
    late = now + timedelta(hours=49)
    with pytest.raises(Conflict) as refusal:
        agree(proposal, customer, late)
    assert refusal.value.code == "expired"
    db.session.rollback()
    assert [commands.lapse(one, now=late) for one in queries.lapsed_ids(late)] == [True]
    assert commands.lapse(proposal.id, now=late) is False
    assert db.session.get_one(Proposal, proposal.id).status is Status.LAPSED
    assert ticket_now(ticket).awaiting_consent_until is None


def test_the_sweep_lets_old_offers_lapse(offer, now):
    offer()  # made in the past of the real clock or its future: the sweep only takes what is over
    jobs.sweep()
    assert db.session.scalars(select(Proposal.status)).one() in (Status.OFFERED, Status.LAPSED)


@pytest.mark.parametrize(
    ("drafts", "text", "hours", "code"),
    [
        ([], WORDS, 48, "no_items"),
        ([ItemDraft(resolution="explanation")] * 7, WORDS, 48, "too_many_items"),
        ([ItemDraft(resolution="explanation")], "short", 48, "text_too_short"),
        ([ItemDraft(resolution="explanation")], "x" * 4001, 48, "text_too_long"),
        ([ItemDraft(resolution="explanation")], WORDS, 0, "bad_deadline"),
        ([ItemDraft(resolution="explanation")], WORDS, 24 * 31, "bad_deadline"),
        ([ItemDraft(resolution="magic")], WORDS, 48, "no_such_resolution"),
        ([ItemDraft(resolution="store_credit")], WORDS, 48, "no_amount"),
        ([ItemDraft(resolution="store_credit", amount_minor=20_001)], WORDS, 48, "over_limit"),
        ([ItemDraft(resolution="refund_only")], WORDS, 48, "no_order"),
    ],
)
def test_offers_that_say_nothing_or_too_much_are_refused(ticket, agent, now, drafts, text, hours, code):
    with pytest.raises(RuleViolation) as refusal:
        commands.offer(ticket.id, drafts, text, now + timedelta(hours=hours), actor=agent, now=now)
    assert refusal.value.code == code
    db.session.rollback()
    assert db.session.scalars(select(Proposal)).all() == []


@pytest.fixture
def order_ticket(make_ticket, order):
    return make_ticket(order_id=order.id, order_number=order.number)


def test_an_accepted_return_becomes_a_case_that_waits_for_the_parcel(offer, order_ticket, order, customer, now):
    lamp = order.lines[0].id
    proposal = offer(ItemDraft(resolution="return_refund", order_id=order.id, lines=((lamp, 1),)), on=order_ticket)
    agree(proposal, customer, now)
    case = cases.of_order(order.id)[0]
    assert (case.state, case.agreed_minor, case.ticket_id) == (State.AWAITING_RETURN, 11414, order_ticket.id)
    assert ticket_now(order_ticket).open_promises == 1


def test_a_part_of_the_price_is_paid_and_the_goods_stay(offer, order_ticket, order, customer, work, now):
    lamp = order.lines[0].id
    draft = ItemDraft(resolution="refund_only", order_id=order.id, lines=((lamp, 1),), amount_minor=2000)
    agree(offer(draft, on=order_ticket), customer, now)
    work()
    case = cases.of_order(order.id)[0]
    line = shop.order(order.id).line(lamp)
    assert (case.state, line.refunded_minor, line.returnable) == (State.COMPLETED, 2000, 2)
    assert ticket_now(order_ticket).open_promises == 0


def test_who_offered_a_refund_over_the_limit_cannot_release_it(offer, order_ticket, order, customer, make_user, now, monkeypatch):
    monkeypatch.setattr(refunding, "APPROVAL_LIMIT_MINOR", 1000)
    offerer, colleague = make_user("lead", "Lena Lead"), make_user("lead", "Lars Lead")
    draft = ItemDraft(resolution="refund_only", order_id=order.id, lines=((order.lines[0].id, 1),), amount_minor=2000)
    agree(offer(draft, on=order_ticket, actor=offerer), customer, now)
    case = cases.of_order(order.id)[0]
    refund = shop.refunds(case.number)[0]
    with pytest.raises(NotAllowed):
        completing.approve_refund(case.id, refund.id, actor=offerer, now=now)
    assert shop.refunds(case.number)[0].needs_approval
    completing.approve_refund(case.id, refund.id, actor=colleague, now=now)
    assert not shop.refunds(case.number)[0].needs_approval


def test_what_is_gone_meanwhile_is_not_carried_out(offer, order_ticket, order, customer, now):
    lamp = order.lines[0].id
    proposal = offer(ItemDraft(resolution="return_refund", order_id=order.id, lines=((lamp, 2),)), on=order_ticket)
    shop.hold_quantity(lamp, 1)
    with pytest.raises(Conflict) as refusal:
        agree(proposal, customer, now)
    assert refusal.value.code == "no_longer_possible"
    db.session.rollback()
    assert db.session.get_one(Proposal, proposal.id).status is Status.OFFERED


def test_an_offer_on_the_order_of_somebody_else_is_refused(offer, ticket, make_order, make_user):
    other = make_order(customer=make_user("customer", "Emily Tran"))
    with pytest.raises(NotFound):
        offer(ItemDraft(resolution="return_refund", order_id=other.id, lines=((other.lines[0].id, 1),)), on=ticket)


def test_the_customer_answers_by_a_confirmed_post(offer, ticket, signed_in, customer, make_user, now, monkeypatch):
    proposal = live(offer)
    browser = signed_in(customer)
    assert browser.get(f"/help/proposals/{proposal.id}").status_code == 303
    assert db.session.scalars(select(Proposal.status)).one() is Status.OFFERED
    shown = wording.shown(queries.of_ticket(ticket.id)[0])
    stranger = signed_in(make_user("customer", "Emily Tran"))
    data = {"text_hash": rules.fingerprint(shown)}
    assert stranger.post(f"/help/proposals/{proposal.id}/accept", data=data).status_code == 404
    assert browser.post(f"/help/proposals/{proposal.id}/accept", data={"text_hash": "0"}).status_code == 409
    assert browser.post(f"/help/proposals/{proposal.id}/accept", data=data).status_code == 303
    assert browser.post(f"/help/proposals/{proposal.id}/accept", data=data).status_code == 409
    db.session.expire_all()
    assert db.session.scalars(select(Proposal.status)).one() is Status.ACCEPTED


def live(offer):
    """An offer that is open by the real clock."""
    proposal = offer()
    from kit import clock

    proposal.expires_at = clock.now() + timedelta(hours=5)
    db.session.commit()
    return proposal


def test_an_agent_offers_by_the_form(signed_in, agent, order_ticket, order, customer):
    desk = signed_in(agent)
    path = f"/desk/tickets/{order_ticket.number}/proposals"
    assert desk.get(f"{path}/new").status_code == 200
    lamp = order.lines[0].id
    empty = desk.post(path, data={"resolution": "return_refund", "text": WORDS, "hours": "48", "seen_up_to": ""})
    assert empty.status_code == 422
    wrong = desk.post(path, data={"resolution": "store_credit", "amount": "NaN", "text": WORDS, "hours": "48"})
    assert wrong.status_code == 422
    data = {"resolution": "return_refund", f"line-{lamp}": "1", "credit": "30.00", "text": WORDS, "hours": "48", "seen_up_to": ""}
    assert desk.post(path, data=data).status_code == 303
    proposal = queries.of_ticket(order_ticket.id)[0]
    assert [(item.resolution, item.amount_minor) for item in proposal.items] == [("return_refund", 11414), ("store_credit", 3000)]


def test_a_spoken_yes_is_recorded_with_what_was_said(offer, ticket, signed_in, agent):
    proposal = live(offer)
    data = {"answer": "yes", "words": "She said yes on the phone at 15:02."}
    assert signed_in(agent).post(f"/desk/proposals/{proposal.id}/spoken", data=data).status_code == 303
    db.session.expire_all()
    kept = db.session.get_one(Proposal, proposal.id)
    assert (kept.consent_by, kept.status) == (ConsentBy.SPOKEN, Status.ACCEPTED)
    assert "15:02" in kept.consent_text


def test_an_agent_withdraws_by_a_button(offer, signed_in, agent):
    proposal = live(offer)
    assert signed_in(agent).post(f"/desk/proposals/{proposal.id}/withdraw").status_code == 303
    assert signed_in(agent).post(f"/desk/proposals/{proposal.id}/withdraw").status_code == 409

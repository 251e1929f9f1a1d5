"""The console in a browser without script: the queue, one ticket, answering, and what is done to many at once."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.tickets.commands import conversation, presence, standing
from helpdesk.tickets.models import Message, ReplyDraft, Ticket
from helpdesk.tickets.vocabulary import MessageKind, Priority, Status
from kit import clock
from kit.accounts.models import User
from kit.db import db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(signed_in: Callable[[User], FlaskClient], agent: User) -> FlaskClient:
    return signed_in(agent)


def fresh(ticket: Ticket) -> Ticket:
    db.session.expire_all()
    return db.session.get_one(Ticket, ticket.id)


def bodies(ticket: Ticket, kind: MessageKind) -> list[str]:
    said = select(Message.body).where(Message.ticket_id == ticket.id, Message.kind == kind).order_by(Message.id)
    return list(db.session.scalars(said))


def due_in(ticket: Ticket, minutes: int) -> None:
    due_at = clock.now() + timedelta(minutes=minutes)
    standing.set_clock(
        ticket.id, next_due_at=due_at, next_started_at=due_at - timedelta(hours=1), next_metric="first_reply",
        clock_state="running", breached=minutes < 0,
    )  # fmt: skip


def test_the_queue_is_grouped_by_urgency(desk: FlaskClient, make_ticket: Callable[..., Ticket]) -> None:
    late, soon, calm, still = (make_ticket(subject=subject) for subject in ("Late one", "Soon one", "Calm one", "Still one"))
    for ticket, minutes in ((late, -18), (soon, 9), (calm, 40)):
        due_in(ticket, minutes)
    standing.set_clock(still.id, next_due_at=None, remaining_s=2460, clock_state="paused")
    page = desk.get("/desk").text
    places = [
        page.index(text)
        for text in ("Breached <", "Late one", "Due within", "Soon one", "On track", "Calm one", "Clock paused", "Still one")
    ]
    assert places == sorted(places)
    assert "41 min left" in page


def test_views_hold_what_their_names_say(desk: FlaskClient, make_ticket: Callable[..., Ticket], agent: User, now: datetime) -> None:
    make_ticket(subject="Unread one")
    answered = make_ticket(subject="Answered one", assignee=agent)
    conversation.reply(answered.id, "Which size?", seen_up_to=None, status=Status.PENDING, actor=agent, now=now)
    shown = {view: desk.get(f"/desk?view={view}").text for view in ("needs_reply", "mine", "unassigned", "waiting", "consent")}
    assert [("Unread one" in shown[view], "Answered one" in shown[view]) for view in shown] == [
        (True, False), (False, True), (True, False), (False, True), (False, False),
    ]  # fmt: skip


def test_filters_and_search_narrow_the_list(desk: FlaskClient, make_ticket: Callable[..., Ticket], make_user: Any) -> None:
    other = make_user("customer", "何静")
    make_ticket("快递三天没有更新，停在杭州转运中心", requester=other, category="logistics", priority=Priority.HIGH)
    make_ticket("The kettle lid is cracked", category="quality")
    for query, found in (
        ("category=quality", "kettle"), ("priority=high", "杭州"), ("q=杭州转运", "杭州"), ("q=kettle cracked", "kettle"),
        ("q=kett", "kettle"), ("q=何静", "杭州"), ("q=hannah.brooks@example.com", "kettle"),
        ("sort=newest", "kettle"), ("channel=web&sort=oldest", "杭州"),
    ):  # fmt: skip
        page = desk.get(f"/desk?{query}", headers=HTMX).text
        rows = page[page.index("<table") :]
        assert found in rows, query
    assert "No ticket matches." in desk.get("/desk?q=zeppelin").text


def test_unknown_filters_are_left_out(desk: FlaskClient, ticket: Ticket) -> None:
    for query in (
        "view=x&status=x&category=x&sort=password",
        "assignee=-1",
        "assignee=99999999999999999999",
        "page=x",
        "page=W10",
        "q='%20%26%20|",
    ):
        assert desk.get(f"/desk?{query}").status_code == 200


def test_a_number_in_any_spelling_leads_to_its_ticket(desk: FlaskClient, ticket: Ticket) -> None:
    digits = ticket.number.removeprefix("T-")
    for spelling in (ticket.number, digits, digits[:-1], f"t{digits}"):
        assert desk.get(f"/desk?q={spelling}").location == f"/desk/tickets/{ticket.number}"


def test_paging_shows_every_ticket_once(desk: FlaskClient, make_ticket: Callable[..., Ticket]) -> None:
    numbers = {make_ticket(f"Text {place}").number for place in range(53)}
    first = desk.get("/desk").text
    older = re.search(r'href="(/desk\?[^"]*page=[^"]+)" rel="next"', first)
    assert older is not None
    second = desk.get(older[1].replace("&amp;", "&")).text
    assert set(re.findall(r'name="t" value="([^"]+)"', first)) | set(re.findall(r'name="t" value="([^"]+)"', second)) == numbers
    assert 'rel="prev"' in second


def test_the_poll_is_silent_until_something_happens(desk: FlaskClient, ticket: Ticket, make_ticket: Callable[..., Ticket]) -> None:
    first = desk.get(f"/desk/poll?since={ticket.id}", headers=HTMX)
    tag = {**HTMX, "If-None-Match": first.headers["ETag"]}
    assert "new ticket" not in first.text
    assert desk.get(f"/desk/poll?since={ticket.id}", headers=tag).status_code in {304, 200}  # 200 when the minute turned
    make_ticket("A second one")
    assert "1 new ticket." in desk.get(f"/desk/poll?since={ticket.id}", headers=tag).text


def test_a_ticket_shows_the_conversation_and_its_history(desk: FlaskClient, ticket: Ticket, agent: User, now: datetime) -> None:
    conversation.note(ticket.id, "Third cracked lid this week.", actor=agent, now=now + timedelta(minutes=1))
    desk.post(f"/desk/tickets/{ticket.number}/priority", data={"priority": "urgent"})
    page = desk.get(f"/desk/tickets/{ticket.number}").text
    for text in ("my kettle arrived", "Third cracked lid", "customer cannot see this", "Priority: Urgent", "Hannah Brooks"):
        assert text in page


def test_a_reply_by_plain_form_comes_back_to_the_ticket(desk: FlaskClient, ticket: Ticket) -> None:
    sent = {"body": "On its way.", "kind": "reply", "seen_up_to": ticket.last_message_id, "then": "pending"}
    answer = desk.post(f"/desk/tickets/{ticket.number}/messages", data=sent)
    assert (answer.status_code, answer.location) == (303, f"/desk/tickets/{ticket.number}")
    assert (fresh(ticket).status, bodies(ticket, MessageKind.AGENT)) == (Status.PENDING, ["On its way."])


def test_a_reply_by_htmx_brings_the_thread_and_an_empty_composer(desk: FlaskClient, ticket: Ticket) -> None:
    sent = {"body": "On its way.", "kind": "reply", "seen_up_to": ticket.last_message_id, "then": ""}
    answer = desk.post(f"/desk/tickets/{ticket.number}/messages", data=sent, headers=HTMX)
    assert answer.status_code == 200
    assert answer.headers["HX-Trigger"] == "ticket-changed"
    assert answer.text.index('id="composer"') < answer.text.index('id="thread"')
    assert re.search(r"<textarea[^>]*></textarea>", answer.text)


def test_a_double_submit_sends_once(desk: FlaskClient, ticket: Ticket) -> None:
    sent = {"body": "On its way.", "kind": "reply", "seen_up_to": ticket.last_message_id, "idempotency_key": "k1"}
    answers = [desk.post(f"/desk/tickets/{ticket.number}/messages", data=sent).status_code for _ in range(2)]
    assert (answers, bodies(ticket, MessageKind.AGENT)) == ([303, 303], ["On its way."])


def test_a_stale_reply_is_kept_with_three_ways_on(
    desk: FlaskClient, ticket: Ticket, customer: User, agent: User, now: datetime
) -> None:
    sent: dict[str, Any] = {"body": "Sorry about the lid.", "kind": "reply", "seen_up_to": ticket.last_message_id}
    conversation.customer_message(ticket.id, "And the base leaks.", actor=customer, now=clock.now())
    for headers in (HTMX, {}):
        answer = desk.post(f"/desk/tickets/{ticket.number}/messages", data=sent, headers=headers)
        assert answer.status_code == 409
        for text in (
            "Sorry about the lid.</textarea>",
            "Your text is safe",
            "Send mine anyway",
            "Keep as internal note",
            "And the base leaks.",
        ):
            assert text in answer.text
    assert db.session.get_one(ReplyDraft, (ticket.id, agent.id)).body == "Sorry about the lid."
    assert "Sorry about the lid.</textarea>" in desk.get(f"/desk/tickets/{ticket.number}").text
    desk.post(f"/desk/tickets/{ticket.number}/messages", data=sent | {"although": "send"})
    assert bodies(ticket, MessageKind.AGENT) == ["Sorry about the lid."]
    assert fresh(ticket).unanswered_since is not None


def test_a_stale_reply_can_become_a_note(desk: FlaskClient, ticket: Ticket, customer: User) -> None:
    sent: dict[str, Any] = {
        "body": "Sorry about the lid.",
        "kind": "reply",
        "seen_up_to": ticket.last_message_id,
        "although": "note",
    }
    conversation.customer_message(ticket.id, "And the base leaks.", actor=customer, now=clock.now())
    assert desk.post(f"/desk/tickets/{ticket.number}/messages", data=sent).status_code == 303
    assert (bodies(ticket, MessageKind.NOTE), bodies(ticket, MessageKind.AGENT)) == (["Sorry about the lid."], [])


def test_an_empty_reply_and_a_bad_file_lose_nothing(desk: FlaskClient, ticket: Ticket) -> None:
    address = f"/desk/tickets/{ticket.number}/messages"
    empty = desk.post(address, data={"body": " ", "kind": "reply", "files": (BytesIO(b"Label text"), "label.txt")}, headers=HTMX)
    assert empty.status_code == 303 or "label.txt" in empty.text
    bad = desk.post(
        address, data={"body": "See the file", "kind": "reply", "files": (BytesIO(b"MZ\x90\x00"), "x.exe")}, headers=HTMX
    )
    assert bad.status_code == 422
    assert "See the file</textarea>" in bad.text
    assert "cannot be sent" in bad.text


def test_solving_asks_for_a_reply_or_a_reason(desk: FlaskClient, ticket: Ticket) -> None:
    asked = desk.post(f"/desk/tickets/{ticket.number}/status", data={"status": "solved"})
    assert asked.status_code == 422
    assert "The customer still waits for an answer." in asked.text
    assert desk.post(f"/desk/tickets/{ticket.number}/no-reply", data={"reason": "", "then": "solved"}).status_code == 422
    assert desk.post(f"/desk/tickets/{ticket.number}/no-reply", data={"reason": "Only thanks", "then": "solved"}).status_code == 303
    assert fresh(ticket).status is Status.SOLVED


def test_a_stale_property_form_is_a_conflict(desk: FlaskClient, ticket: Ticket, agent: User) -> None:
    seen = ticket.version
    assert desk.post(f"/desk/tickets/{ticket.number}/assignee", data={"assignee": "me", "version": seen}).status_code == 303
    assert desk.post(f"/desk/tickets/{ticket.number}/assignee", data={"assignee": "none", "version": seen}).status_code == 409
    assert fresh(ticket).assignee_id == agent.id


def test_menus_refuse_what_they_do_not_offer(desk: FlaskClient, ticket: Ticket, customer: User) -> None:
    base = f"/desk/tickets/{ticket.number}"
    for path, data in (
        ("status", {"status": "gone"}), ("status", {"status": "on_hold.nobody"}), ("priority", {"priority": "x"}),
        ("category", {"category": "x/y"}),
        ("assignee", {"assignee": str(customer.id)}), ("assignee", {"assignee": "1e9"}),
    ):  # fmt: skip
        assert desk.post(f"{base}/{path}", data=data).status_code == 422, (path, data)


def test_category_is_corrected_in_one_click(desk: FlaskClient, ticket: Ticket) -> None:
    desk.post(f"/desk/tickets/{ticket.number}/category", data={"category": "service/attitude"})
    assert (fresh(ticket).category, ticket.subtype) == ("service", "attitude")
    assert "Service › Attitude" in desk.get(f"/desk/tickets/{ticket.number}").text


def test_bulk_tells_each_result(desk: FlaskClient, make_ticket: Callable[..., Ticket], agent: User) -> None:
    waiting, quiet = make_ticket("One"), make_ticket("Two")
    conversation.reply(quiet.id, "Done", seen_up_to=None, actor=agent, now=clock.now())
    data = {"t": [waiting.number, quiet.number, "T-26999999"], "act": "status:solved", "next": "/desk?view=mine"}
    answer = desk.post("/desk/bulk", data=data)
    assert answer.location == "/desk?view=mine"
    page = desk.get("/desk").text
    assert "1 ticket changed." in page
    assert f"{waiting.number} was not changed. The customer still waits" in page
    assert (fresh(waiting).status, fresh(quiet).status) == (Status.NEW, Status.SOLVED)
    desk.post("/desk/bulk", data={"take": waiting.number})
    assert fresh(waiting).assignee_id == agent.id


def test_typing_is_kept_and_colleagues_see_it(
    desk: FlaskClient, signed_in: Callable[[User], FlaskClient], ticket: Ticket, lead: User
) -> None:
    desk.post(f"/desk/tickets/{ticket.number}/draft", data={"body": "Half a sen", "kind": "note"})
    assert "Half a sen</textarea>" in desk.get(f"/desk/tickets/{ticket.number}").text
    seen = signed_in(lead).post(f"/desk/tickets/{ticket.number}/presence", data={"seen_up_to": ticket.last_message_id})
    assert "Chen Yutong is writing" in seen.text
    assert "Something new" not in seen.text
    presence.save_draft(ticket.id, "", is_note=False, actor=lead, now=clock.now())
    assert db.session.scalars(select(ReplyDraft.user_id)).all() != [lead.id]


def test_an_agent_writes_down_a_call(desk: FlaskClient) -> None:
    data = {"email": "new.caller@example.com", "name": "吴建国", "opening": "call_answered", "body": "空气炸锅不通电，要求换货"}
    location = desk.post("/desk/tickets/new", data=data).location
    ticket = db.session.scalars(select(Ticket)).one()
    assert location == f"/desk/tickets/{ticket.number}"
    assert (ticket.channel, ticket.unanswered_since, ticket.category) == ("phone", None, "quality")
    assert "Call answered" in desk.get(location).text


def test_a_call_with_a_foreign_order_comes_back_complete(desk: FlaskClient) -> None:
    data = {"email": "caller@example.com", "opening": "voicemail", "body": "Where is it?", "order": "LD260514-7KQ2MZ4"}
    answer = desk.post("/desk/tickets/new", data=data)
    assert answer.status_code == 422
    assert "no order with this number" in answer.text
    assert "Where is it?</textarea>" in answer.text


def test_the_context_panel_is_a_part_and_a_page(desk: FlaskClient, ticket: Ticket) -> None:
    part = desk.get(f"/desk/tickets/{ticket.number}/context", headers=HTMX).text
    assert part.lstrip().startswith('<aside class="context"')
    assert "Hannah Brooks" in part
    assert "<html" in desk.get(f"/desk/tickets/{ticket.number}/context").text


def test_hostile_text_is_shown_as_text(desk: FlaskClient, make_ticket: Callable[..., Ticket], make_user: Any) -> None:
    hostile = '"><script>alert(1)</script>{{7*7}}'
    ticket = make_ticket(hostile, subject=hostile, requester=make_user("customer", hostile, email="x@example.com"))
    for address in ("/desk", f"/desk/tickets/{ticket.number}", f"/desk/tickets/{ticket.number}/context", f"/desk?q={hostile}"):
        page = desk.get(address).text
        assert "<script>alert" not in page
        assert "{{7*7}}" in page


def test_the_warehouse_and_customers_have_no_queue(signed_in: Any, warehouse: User, customer: User, ticket: Ticket) -> None:
    assert signed_in(warehouse).get("/desk").location == "/desk/cases"
    assert signed_in(warehouse).get(f"/desk/tickets/{ticket.number}").status_code == 403
    assert signed_in(customer).get("/desk").status_code == 403


def test_the_head_of_the_queue_tells_how_the_day_goes(desk: FlaskClient, make_ticket: Callable[..., Ticket], agent: User) -> None:
    now = clock.now()
    answered = make_ticket("Answered in time", at=now)
    conversation.reply(answered.id, "Here it is.", seen_up_to=None, actor=agent, now=now + timedelta(seconds=5))
    make_ticket("Waits", at=now - timedelta(minutes=90))
    page = desk.get("/desk").text
    assert "First replies in time today <b" in page
    assert 'Oldest unanswered <b class="tone-over">1 h 30 min' in page

"""The pages of cases in a browser without script: wizard, customer's case, desk list and workspace."""

import io
import re

import pytest
from flask_babel import gettext

from helpdesk import shop
from helpdesk.returns import queries
from helpdesk.returns.commands import authorizing, receiving
from helpdesk.returns.models import Case
from helpdesk.returns.vocabulary import State
from kit.db import db
from tests.returns.conftest import fresh, picture


def key_of(page):
    return re.search(r'name="idempotency_key" value="([^"]+)"', page.get_data(as_text=True)).group(1)


@pytest.fixture
def recent(make_order, customer):
    """An order whose window is open by the real clock, for pages that read it."""
    from datetime import timedelta

    from kit import clock

    return make_order(customer=customer, placed_at=clock.now() - timedelta(days=4))


@pytest.fixture
def wizard(signed_in, customer, recent):
    """A browser of the customer, and a function that posts one step."""
    browser = signed_in(customer)
    path = f"/help/cases/new?order={recent.number}"

    def post(step, **fields):
        return browser.post(path, data={"step": step, **fields}, content_type="multipart/form-data")

    return browser, path, post


def test_the_wizard_walks_to_a_case_without_script(wizard, recent):
    browser, path, post = wizard
    lamp = recent.lines[0].id
    assert browser.get(path).status_code == 200
    first = post("items", line=str(lamp), **{f"units-{lamp}": "1"})
    assert first.status_code == 303
    assert first.location.endswith("step=problem")
    photos = [(io.BytesIO(picture("red")), "lid.jpg"), (io.BytesIO(picture("blue")), "base.jpg")]
    second = post("problem", reason="damaged_on_arrival", description="The lid is cracked.", photos=photos)
    assert second.location.endswith("step=solution")
    solution = browser.get(second.location).get_data(as_text=True)
    assert "¥114.14" in solution
    third = post("solution", type="return_refund")
    assert third.location.endswith("step=review")
    sent = post("review")
    assert sent.status_code == 303
    case = db.session.scalars(db.select(Case)).one()
    assert sent.location == f"/help/cases/{case.number}"
    assert (case.description, case.requested_minor) == ("The lid is cracked.", 11414)
    shown = browser.get(sent.location).get_data(as_text=True)
    assert case.number in shown
    assert queries.draft_of(recent.id, case.customer_id) == {}


def test_what_was_typed_survives_leaving_and_coming_back(wizard, recent):
    browser, path, post = wizard
    lamp = recent.lines[0].id
    post("items", line=str(lamp))
    post("problem", description="It hums at night.", go="items")
    assert "It hums at night." in browser.get(f"{path}&step=problem").get_data(as_text=True)


def test_a_step_without_a_choice_comes_back_with_what_was_typed(wizard, recent):
    _browser, _path, post = wizard
    assert post("items").status_code == 422
    post("items", line=str(recent.lines[0].id))
    again = post("problem", description="It hums.")
    assert again.status_code == 422
    assert "It hums." in again.get_data(as_text=True)


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_lost(wizard, recent):
    _browser, _path, post = wizard
    post("items", line=str(recent.lines[0].id))
    answer = post("problem", reason="other", description="Look.", photos=[(io.BytesIO(b"MZ\x00\x00"), "photo.png")])
    assert answer.status_code == 422
    assert "Look." in answer.get_data(as_text=True)


def test_nobody_skips_a_step(wizard, recent):
    browser, path, post = wizard
    assert "Which items need help?" in browser.get(f"{path}&step=review").get_data(as_text=True)
    post("items", line=str(recent.lines[0].id))
    assert post("review").status_code == 422
    assert db.session.scalars(db.select(Case)).all() == []


def test_the_same_form_sent_twice_makes_one_case(wizard, recent, signed_in, customer):
    browser, path, post = wizard
    post("items", line=str(recent.lines[0].id))
    post("problem", reason="no_longer_wanted")
    post("solution", type="return_refund")
    key = key_of(browser.get(f"{path}&step=review"))
    answers = [post("review", idempotency_key=key) for _ in range(3)]
    assert len({answer.location for answer in answers}) == 1
    assert len(db.session.scalars(db.select(Case)).all()) == 1


def test_the_quote_follows_the_choice(wizard, recent):
    browser, _path, _post = wizard
    data = {"step": "items", "line": str(recent.lines[1].id)}
    part = browser.post(f"/help/cases/quote?order={recent.number}", data=data, headers={"HX-Request": "true"})
    assert "¥52.64" in part.get_data(as_text=True)
    assert queries.draft_of(recent.id, recent.customer_id) == {}


def test_hostile_input_is_refused_quietly(wizard, recent):
    _browser, _path, post = wizard
    assert post("items", line="１２", **{"units-x": "9"}).status_code == 422
    lamp = str(recent.lines[0].id)
    assert post("items", line=lamp, **{f"units-{lamp}": "-5"}).status_code == 303
    assert post("nowhere").status_code == 400


def test_orders_and_cases_of_others_look_like_none(wizard, signed_in, make_user, open_case, recent):
    case = open_case({1: 1})
    stranger = signed_in(make_user("customer", "Emily Tran"))
    assert stranger.get(f"/help/cases/new?order={recent.number}").status_code == 404
    assert stranger.get(f"/help/cases/{case.number}").status_code == 404
    assert stranger.post(f"/help/cases/{case.number}/cancel").status_code == 404
    assert stranger.get(f"/desk/cases/{case.number}").status_code == 403


def test_guests_are_asked_to_sign_in(client, open_case):
    case = open_case({1: 1})
    answer = client.get(f"/help/cases/{case.number}")
    assert answer.status_code == 302
    assert answer.location.startswith("/login?next=/help/cases/")


def test_the_desk_lists_cases_with_the_same_queries_for_one_and_many(signed_in, agent, open_case, count_queries):
    browser = signed_in(agent)
    open_case({1: 1})
    browser.get("/desk/cases")
    with count_queries() as one:
        assert browser.get("/desk/cases").status_code == 200
    open_case({2: 1})
    open_case({3: 1})
    with count_queries() as many:
        page = browser.get("/desk/cases").get_data(as_text=True)
    assert len(many) == len(one)
    assert page.count("data-row") == 3


@pytest.mark.parametrize("view", ["review", "waiting", "inspect", "money", "objections", "done", "nonsense"])
def test_every_view_of_the_list_opens(signed_in, agent, open_case, view):
    open_case({1: 1})
    assert signed_in(agent).get(f"/desk/cases?view={view}").status_code == 200


def test_an_agent_walks_a_return_in_the_workspace(signed_in, agent, customer, open_case, work, photos):
    case = open_case({1: 1, 3: 1}, uploads=photos(customer))
    desk, shopper = signed_in(agent), signed_in(customer)
    lamp, napkin = (line.id for line in case.lines)
    base = f"/desk/cases/{case.number}"
    assert desk.get(base).status_code == 200
    assert desk.post(f"{base}/approve").status_code == 303
    sent = shopper.post(f"/help/cases/{case.number}/tracking", data={"carrier": "sf", "tracking": "SF140299"})
    assert sent.status_code == 303
    counted = desk.post(f"{base}/receive", data={f"units-{lamp}": "1", f"units-{napkin}": "1"})
    assert counted.status_code == 303
    choice = {f"found-{line}": "1" for line in (lamp, napkin)}
    choice |= {f"grade-{line}": "new_unworn" for line in (lamp, napkin)}
    choice |= {f"disposition-{line}": "restock_new" for line in (lamp, napkin)}
    assert desk.post(f"{base}/inspect", data=choice, content_type="multipart/form-data").status_code == 303
    page = desk.get(base).get_data(as_text=True)
    assert "¥122.90" in page
    assert desk.post(f"{base}/decide", data={"decision": "full"}).status_code == 303
    work()
    assert fresh(case).state is State.COMPLETED
    assert "¥122.90" in shopper.get(f"/help/cases/{case.number}").get_data(as_text=True)


def test_a_form_that_is_wrong_comes_back_as_it_was(signed_in, agent, customer, open_case, now):
    case = open_case({1: 1})
    desk = signed_in(agent)
    rejected = desk.post(f"/desk/cases/{case.number}/reject", data={"reason": "No."})
    assert rejected.status_code == 422
    assert "No." in rejected.get_data(as_text=True)
    authorizing.approve(case.id, actor=agent, now=now)
    sent = signed_in(customer).post(f"/help/cases/{case.number}/tracking", data={"carrier": "sf", "tracking": "??"})
    assert sent.status_code == 422
    receiving.receive(case.id, {case.lines[0].id: 1}, actor=agent, now=now)
    line = case.lines[0].id
    bad = {f"found-{line}": "1", f"grade-{line}": "used", f"disposition-{line}": "scrap", f"note-{line}": "Scratched"}
    refused = desk.post(f"/desk/cases/{case.number}/inspect", data=bad, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert "Scratched" in refused.get_data(as_text=True)


@pytest.mark.parametrize("text", ["-1", "0", "0.001", "99.999", "NaN", "1E+400", "1_0", "１００", "1,00", "9" * 18])
def test_amounts_that_are_none_are_refused(signed_in, agent, open_case, now, text):
    case = open_case({1: 1})
    authorizing.approve(case.id, actor=agent, now=now)
    receiving.receive(case.id, {case.lines[0].id: 1}, actor=agent, now=now)
    desk, line = signed_in(agent), case.lines[0].id
    good = {f"found-{line}": "1", f"grade-{line}": "new_unworn", f"disposition-{line}": "restock_new"}
    desk.post(f"/desk/cases/{case.number}/inspect", data=good, content_type="multipart/form-data")
    data = {"decision": "less", f"deduction-{line}": text, "words": "Scratches on the shade, lower edge."}
    assert desk.post(f"/desk/cases/{case.number}/decide", data=data).status_code == 422
    assert fresh(case).state is State.INSPECTED


def test_evidence_is_served_to_its_people_only(signed_in, customer, agent, make_user, open_case, photos):
    case = open_case({1: 1}, uploads=photos(customer, 1))
    piece = queries.file_of(case).evidence[0]
    path = f"/help/cases/{case.number}/evidence/{piece.id}"
    assert signed_in(customer).get(path).mimetype == "image/jpeg"
    assert signed_in(make_user("customer", "Emily Tran")).get(path).status_code == 404
    assert signed_in(agent).get(f"/desk/cases/{case.number}/evidence/{piece.id}").status_code == 200


def test_pages_speak_chinese(signed_in, customer, agent, open_case):
    case = open_case({1: 1})
    for person, path in ((customer, f"/help/cases/{case.number}"), (agent, f"/desk/cases/{case.number}")):
        browser = signed_in(person)
        browser.set_cookie("locale", "zh_Hans")
        page = browser.get(path).get_data(as_text=True)
        assert "退货退款" in page
    assert gettext("Return and refund") == "Return and refund"


def test_the_shop_knows_the_order_of_the_case(open_case):
    case = open_case({1: 1})
    assert shop.order(case.order_id).number == case.order_number


@pytest.fixture
def guest(client, recent):
    """A browser in which the mailed code of an order was entered."""
    from kit import clock

    with client.session_transaction() as session:
        session["guest_grants"] = [[recent.customer_id, recent.id, None, clock.now().isoformat()]]
    return client


def test_a_guest_with_the_code_of_an_order_walks_the_wizard(guest, recent):
    path = f"/help/cases/new?order={recent.number}"
    assert guest.get(path).status_code == 200
    guest.post(path, data={"step": "items", "line": str(recent.lines[0].id)})
    guest.post(path, data={"step": "problem", "reason": "no_longer_wanted"})
    guest.post(path, data={"step": "solution", "type": "return_refund"})
    sent = guest.post(path, data={"step": "review"})
    assert sent.status_code == 303
    assert guest.get(sent.location).status_code == 200
    number = sent.location.rsplit("/", 1)[1]
    tracking = {"carrier": "sf", "tracking": "SF140299"}
    assert guest.post(f"/help/cases/{number}/tracking", data=tracking).status_code == 303
    assert db.session.scalars(db.select(Case.state)).one() is State.RETURN_IN_TRANSIT


def test_a_code_opens_nothing_of_others(guest, make_order, make_user):
    other = make_order(customer=make_user("customer", "Emily Tran"))
    assert guest.get(f"/help/cases/new?order={other.number}").status_code == 404


def test_a_code_for_a_conversation_opens_its_cases_only(client, open_case):
    case, other = open_case({1: 1}), open_case({2: 1})
    from kit import clock

    with client.session_transaction() as session:
        session["guest_grants"] = [[case.customer_id, None, case.ticket_id, clock.now().isoformat()]]
    assert client.get(f"/help/cases/{case.number}").status_code == 200
    assert client.get(f"/help/cases/{other.number}").status_code == 404
    assert client.get(f"/help/cases/new?order={case.order_number}").status_code == 404

"""Labels of texts: kept with their reasons, corrected with one click."""

import pytest
from sqlalchemy import select

from helpdesk.classification import panels, queries
from helpdesk.classification.commands import labelling
from helpdesk.classification.models import LabelledText
from helpdesk.classification.registry import FACTS, facts_about
from helpdesk.classification.rules.facts import Circumstances, Fact
from helpdesk.classification.vocabulary import Topic
from helpdesk.tickets.models import Ticket
from kit.db import db
from kit.errors import RuleViolation
from kit.events import EventRecord

TEXT = "快递显示签收了，可是我没有收到，联系快递员也不接电话"


@pytest.fixture
def ticket(make_ticket) -> Ticket:
    return make_ticket(TEXT)


@pytest.fixture
def kept(ticket) -> LabelledText:
    return queries.of_ticket(ticket.id)


def test_a_kept_text_remembers_why(kept):
    assert kept.category == kept.final_category == "logistics"
    assert kept.answer["reasons"][0]["words"] in TEXT


def test_a_correction_is_training_data_and_changes_the_ticket(kept, ticket, agent, now):
    labelling.correct(kept.id, "service", "attitude", actor=agent, now=now)
    db.session.expire_all()
    assert (kept.final_category, kept.final_subtype, kept.category) == ("service", "attitude", "logistics")
    assert (ticket.category, ticket.subtype) == ("service", "attitude")
    record = db.session.scalars(select(EventRecord).where(EventRecord.kind == "LabelCorrected")).one()
    assert (record.ticket_id, record.particulars["after"]) == (ticket.id, "service")


@pytest.mark.parametrize("label", [("nonsense", None), ("service", "late")])
def test_an_unknown_label_is_refused(kept, agent, now, label):
    with pytest.raises(RuleViolation):
        labelling.correct(kept.id, *label, actor=agent, now=now)


def test_one_click_in_the_panel_corrects(app, kept, ticket, signed_in, agent):
    with app.test_request_context():
        panel = panels.classification(ticket=ticket)
    path = f"/desk/tickets/{ticket.number}/category"
    assert f'action="{path}"' in panel
    browser = signed_in(agent)
    assert browser.post(path, data={"category": "service"}, headers={"HX-Request": "true"}).status_code == 200
    assert queries.of_ticket(ticket.id).final_category == "service"
    assert browser.post(path, data={"category": "logistics"}).status_code == 303
    assert queries.of_ticket(ticket.id).final_subtype == "signed_not_received"


def test_a_customer_cannot_correct(ticket, signed_in, customer):
    path = f"/desk/tickets/{ticket.number}/category"
    assert signed_in(customer).post(path, data={"category": "order"}).status_code == 403


def test_the_panel_shows_category_confidence_and_words(app, kept, ticket):
    with app.test_request_context():
        panel = panels.classification(ticket=ticket)
    assert "<mark>" in panel
    assert 'data-cat="logistics"' in panel


def test_a_hostile_text_is_shown_as_text(app, make_ticket):
    ticket = make_ticket("refund <script>alert(1)</script> refund")
    with app.test_request_context():
        assert "<script>" not in panels.classification(ticket=ticket)


def test_a_source_of_facts_is_asked(app, now):
    late = Fact("parcel_late", Topic.LOGISTICS, "late", 4.0, {"en": "Two days late", "zh": "晚到 2 天"})
    FACTS.add("test_late", lambda circumstances: [late] if circumstances.order_id == 77 else [])
    facts = facts_about(Circumstances(now=now, order_id=77))
    assert late in facts
    assert late not in facts_about(Circumstances(now=now, order_id=78))
    assert queries.classify("怎么回事", facts=facts).category == "logistics"

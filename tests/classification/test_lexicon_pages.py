"""The lexicon's settings page as a lead uses it."""

import pytest
from sqlalchemy import select

from helpdesk.classification import queries
from helpdesk.classification.commands import editing
from helpdesk.classification.lexicon import shipped_entries
from helpdesk.classification.models import LexiconPhrase
from helpdesk.classification.rules.entries import Entry
from helpdesk.classification.vocabulary import Category, Language, Topic
from kit.db import db
from kit.errors import Conflict, RuleViolation

FORM = {"phrase": "frobnicator", "language": "en", "meaning": "quality.defect", "intent": "product_defect", "weight": "6"}


def own(phrase: str = "frobnicator") -> Entry:
    return Entry(phrase, Language.EN, Topic.QUALITY, "defect", None, 6.0)


def test_the_shipped_phrases_are_installed_once(app, now):
    editing.install_shipped(now)
    assert len(db.session.scalars(select(LexiconPhrase)).all()) == len(set(shipped_entries()))


def test_an_added_phrase_works_at_once(app, lead, now):
    assert queries.classify("frobnicator").category is Category.OTHER
    editing.add_phrase(own(), actor=lead, now=now)
    given = queries.classify("the frobnicator again")
    assert (given.category, given.subtype) == (Category.QUALITY, "defect")


def test_a_phrase_switched_off_finds_nothing(app, lead, now):
    phrase = editing.add_phrase(own(), actor=lead, now=now)
    editing.set_enabled(phrase.id, False, actor=lead, now=now)
    assert queries.classify("frobnicator").category is Category.OTHER


def test_an_edited_shipped_phrase_survives_an_update(app, lead, now):
    phrase = db.session.scalars(select(LexiconPhrase).limit(1)).one()
    editing.edit_phrase(phrase.id, own(), seen_version=phrase.version, actor=lead, now=now)
    editing.install_shipped(now)
    assert queries.phrase(phrase.id).phrase == "frobnicator"


def test_a_stale_edit_is_refused(app, lead, now):
    phrase = editing.add_phrase(own(), actor=lead, now=now)
    editing.edit_phrase(phrase.id, own("gizmo"), seen_version=1, actor=lead, now=now)
    with pytest.raises(Conflict):
        editing.edit_phrase(phrase.id, own("widget"), seen_version=1, actor=lead, now=now)


@pytest.mark.parametrize("phrase", ["(open", "the", "x|y", "w" * 2001])
def test_a_phrase_that_cannot_be_read_is_refused(app, lead, now, phrase):
    with pytest.raises(RuleViolation):
        editing.add_phrase(own(phrase), actor=lead, now=now)


def test_the_page_lists_searches_and_pages(signed_in, lead):
    browser = signed_in(lead)
    assert "签收" in browser.get("/desk/settings/lexicon?q=签收&topic=logistics").text
    first = browser.get("/desk/settings/lexicon").text
    assert 'rel="next"' in first
    part = browser.get("/desk/settings/lexicon?q=invoice", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="phrases"')


def test_the_list_costs_the_same_for_one_phrase_and_for_fifty(signed_in, lead, count_queries):
    browser = signed_in(lead)
    browser.get("/desk/settings/lexicon")
    with count_queries() as many:
        browser.get("/desk/settings/lexicon")
    with count_queries() as few:
        browser.get("/desk/settings/lexicon?q=frobnicator")
    assert len(few) == len(many)


def test_a_lead_adds_edits_and_switches_off_a_phrase(signed_in, lead):
    browser = signed_in(lead)
    assert browser.post("/desk/settings/lexicon", data=FORM).status_code == 303
    phrase = db.session.scalars(select(LexiconPhrase).where(LexiconPhrase.phrase == "frobnicator")).one()
    page = browser.get(f"/desk/settings/lexicon/{phrase.id}").text
    assert "frobnicator</textarea>" in page
    changed = browser.post(f"/desk/settings/lexicon/{phrase.id}", data=FORM | {"weight": "2", "version": str(phrase.version)})
    assert changed.status_code == 303
    part = browser.post(f"/desk/settings/lexicon/{phrase.id}/off", headers={"HX-Request": "true"})
    assert f'id="phrase-{phrase.id}"' in part.text
    db.session.expire_all()
    assert (phrase.weight, phrase.is_enabled) == (2.0, False)


@pytest.mark.parametrize("wrong", [{"phrase": ""}, {"phrase": "(x"}, {"weight": "many"}, {"weight": "99"}, {"meaning": "nonsense"}])
def test_a_form_with_a_mistake_comes_back_with_what_was_typed(signed_in, lead, wrong):
    answer = signed_in(lead).post("/desk/settings/lexicon", data=FORM | {"phrase": "typed words"} | wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_text_can_be_tried(signed_in, lead):
    browser = signed_in(lead)
    part = browser.post("/desk/settings/lexicon/try", data={"text": "快递签收了但我没收到"}, headers={"HX-Request": "true"})
    assert "<mark>" in part.text
    page = browser.post("/desk/settings/lexicon/try", data={"text": "where is my <b>refund</b>"})
    assert page.status_code == 200
    assert "<b>refund" not in page.text
    assert browser.post("/desk/settings/lexicon/try", data={"text": ""}).status_code == 422


def test_only_leads_enter(signed_in, agent, client):
    assert signed_in(agent).get("/desk/settings/lexicon").status_code == 403
    assert client.get("/desk/settings/lexicon").status_code == 302

"""Articles as leads write them and agents use them."""

import pytest
from sqlalchemy import select

from helpdesk.knowledge import queries
from helpdesk.knowledge.commands import writing
from helpdesk.knowledge.models import Article
from kit.db import db
from kit.errors import Conflict

HTMX = {"HX-Request": "true"}


def typed(**changes: str) -> dict[str, str]:
    texts = {f"{name}_{language}": f"Gift wrap {name}" for name in ("title", "summary", "body") for language in ("en", "zh")}
    return texts | {"section": "orders", "slug": "", "position": "5", "topics": "coupon"} | changes


def stored(slug: str) -> Article:
    db.session.expire_all()
    return db.session.scalars(select(Article).where(Article.slug == slug)).one()


def test_shipped_articles_are_installed_once(app, now):
    before = len(queries.everything())
    writing.install_shipped(now)
    assert len(queries.everything()) == before >= 10


def test_a_lead_writes_publishes_edits_and_withdraws_an_article(signed_in, lead, client):
    browser = signed_in(lead)
    assert browser.post("/desk/settings/articles", data=typed()).status_code == 303
    article = stored("gift-wrap-title")
    assert client.get("/help/articles/gift-wrap-title").status_code == 404
    assert "Withdraw" in browser.post(f"/desk/settings/articles/{article.id}/publish", headers=HTMX).text
    assert client.get("/help/articles/gift-wrap-title").status_code == 200
    version = str(stored("gift-wrap-title").version)
    changed = typed(body_en="A ribbon costs nothing", slug="gift-wrap", version=version)
    assert browser.post(f"/desk/settings/articles/{article.id}", data=changed).status_code == 303
    assert [found.slug for found in queries.search("ribbon")] == ["gift-wrap"]
    browser.post(f"/desk/settings/articles/{article.id}/withdraw")
    assert client.get("/help/articles/gift-wrap").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"title_zh": ""}, {"body_en": "x" * 20_001}, {"slug": "Not good"}, {"slug": "payment"}, {"section": "nowhere"}]
)
def test_a_mistake_brings_the_form_back_with_what_was_typed(signed_in, lead, wrong):
    answer = signed_in(lead).post("/desk/settings/articles", data=typed(summary_en="kept words") | wrong)
    assert answer.status_code == 422
    assert "kept words" in answer.text
    assert 'role="alert"' in answer.text


def test_a_stale_edit_is_refused(app, lead, now):
    article = queries.published_article("payment")
    texts = {"title": article.title, "summary": article.summary, "body": article.body}
    draft = writing.Draft(slug="payment", section=article.section, position=1, **texts)
    writing.edit(article.id, draft, seen_version=article.version, actor=lead, now=now)
    with pytest.raises(Conflict):
        writing.edit(article.id, draft, seen_version=1, actor=lead, now=now)


def test_hostile_text_is_shown_as_text(signed_in, lead, client):
    browser = signed_in(lead)
    browser.post("/desk/settings/articles", data=typed(body_en="<script>alert(1)</script>", slug="hostile"))
    browser.post(f"/desk/settings/articles/{stored('hostile').id}/publish")
    assert "<script>alert" not in client.get("/help/articles/hostile").text


def test_the_list_shows_gaps_and_every_article(signed_in, lead, client):
    client.get("/help/search?q=Zeppelin")
    page = signed_in(lead).get("/desk/settings/articles").text
    assert "zeppelin" in page
    assert page.count("<tr id=") == len(queries.everything())


def test_an_agent_gets_articles_as_text_for_a_reply(signed_in, agent):
    browser = signed_in(agent)
    part = browser.get("/desk/articles?q=退款&language=zh").text
    assert "data-insert" in part
    assert "原路退回" in part
    assert "http://localhost/help/tickets/new" in part
    assert browser.get("/desk/articles").status_code == 200


def test_authors_pages_are_for_leads(signed_in, agent, client):
    assert signed_in(agent).get("/desk/settings/articles").status_code == 403
    assert client.get("/desk/settings/articles").status_code == 302
    assert client.get("/desk/articles").status_code == 302


def test_the_composer_offers_articles_in_the_customers_language(signed_in, agent, ticket):
    page = signed_in(agent).get(f"/desk/tickets/{ticket.number}").text
    assert 'hx-get="/desk/articles?language=en"' in page

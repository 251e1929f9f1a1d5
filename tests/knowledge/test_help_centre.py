"""The help centre as a customer reads it."""

import pytest

from helpdesk.knowledge import queries
from helpdesk.knowledge.commands import reading, writing
from helpdesk.knowledge.models import Article, ArticleVote, SearchGap
from kit.db import db

CHINESE = {"Accept-Language": "zh-CN"}


def test_the_home_page_shows_sections_and_ways_to_a_person(client):
    page = client.get("/help").text
    for link in ("/help/articles/refund-timing", "/help/tickets/new", "/help/find", "/orders"):
        assert link in page
    assert "多久能送到" in client.get("/help", headers=CHINESE).text


def test_the_home_page_costs_the_same_whatever_the_number_of_articles(client, lead, now, count_queries):
    client.get("/help")
    with count_queries() as many:
        client.get("/help")
    for article in queries.published()[1:]:
        writing.set_published(article.id, False, actor=lead, now=now)
    with count_queries() as one:
        client.get("/help")
    assert len(one) == len(many)


@pytest.mark.parametrize(
    "asked, slug",
    [
        ("refund", "refund-timing"),
        ("When do I get my money back", "refund-timing"),
        ("退款多久到账", "refund-timing"),
        ("发票", "invoices"),
        ("忘记密码", "account-and-sign-in"),
        ("warranty", "warranty-and-repair"),
        ("快递显示签收但是没收到", "delivered-but-not-received"),
        ("tracking says delivered but nothing came", "delivered-but-not-received"),
        ("I want to cancel", "change-or-cancel-an-order"),
        ("换尺码", "exchange"),
    ],
)
def test_a_search_in_either_language_finds_the_right_article_first(app, client, asked, slug):
    page = client.get("/help/search", query_string={"q": asked}).text
    first = page.index('href="/help/articles/')
    assert page[first:].startswith(f'href="/help/articles/{slug}"')


def test_a_search_in_vain_offers_a_person_and_is_remembered(client):
    for _ in range(2):
        page = client.get("/help/search?q=Zeppelin").text
    assert "/help/tickets/new" in page
    gap = db.session.get(SearchGap, "zeppelin")
    assert gap.times == 2


@pytest.mark.parametrize("asked", ["", "   ", "'", "\\", "&|!:*", "x" * 5000, "<script>alert(1)</script>", "😀"])
def test_any_search_gets_an_answer(client, asked):
    answer = client.get("/help/search", query_string={"q": asked})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert client.get("/help/suggestions", query_string={"q": asked}).status_code == 200


def test_suggestions_come_while_typing_and_stay_away_when_nothing_fits(client):
    part = client.get("/help/suggestions", query_string={"q": "我要退货，怎么退"}).text
    assert "/help/articles/return-within-7-days" in part
    assert part.count("<li>") <= 3
    assert client.post("/help/suggestions", data={"body": "我要退货，怎么退"}).text == part
    assert "<li>" not in client.get("/help/suggestions?q=ab").text
    assert "<li>" not in client.get("/help/suggestions?q=xylophone").text


def test_an_article_is_shown_with_its_lists_and_counts_readers(client):
    page = client.get("/help/articles/return-within-7-days").text
    assert "<ol>" in page
    assert "<h2>Who pays</h2>" in page
    client.get("/help/articles/return-within-7-days")
    db.session.expire_all()
    assert queries.published_article("return-within-7-days").opened == 2


def test_a_draft_is_not_found(client, lead, now):
    article = queries.published_article("exchange")
    writing.set_published(article.id, False, actor=lead, now=now)
    assert client.get("/help/articles/exchange").status_code == 404
    assert "/help/articles/exchange" not in client.get("/help/search?q=exchange").text


def test_a_reader_votes_once_and_may_change_the_vote(client):
    for said in ("yes", "yes", "no"):
        assert client.post("/help/articles/payment/vote", data={"helpful": said}).status_code == 303
    db.session.expire_all()
    article = queries.published_article("payment")
    assert (article.helpful, article.unhelpful) == (0, 1)
    assert db.session.query(ArticleVote).count() == 1


def test_two_readers_vote_each(app, signed_in, customer, lead):
    for person in (customer, lead):
        part = signed_in(person).post("/help/articles/payment/vote", data={"helpful": "yes"}, headers={"HX-Request": "true"})
        assert 'id="vote"' in part.text
    db.session.expire_all()
    assert queries.published_article("payment").helpful_percent == 100


def test_a_vote_for_nothing_is_refused(client):
    assert client.post("/help/articles/payment/vote", data={"helpful": "maybe"}).status_code == 400
    assert client.post("/help/articles/nothing/vote", data={"helpful": "yes"}).status_code == 404


def test_a_reader_never_makes_an_authors_edit_stale(app):
    article = queries.published_article("payment")
    reading.count_opening(article.id)
    db.session.expire_all()
    assert db.session.get(Article, article.id).version == article.version == 1

"""How articles are read, found and named."""

import pytest

from helpdesk.knowledge.articles import shipped_articles
from helpdesk.knowledge.rules import finding
from helpdesk.knowledge.rules.markup import Span, as_text, blocks, spans
from helpdesk.knowledge.rules.naming import is_good_slug, slug_of


def test_an_article_is_read_as_headings_paragraphs_and_lists():
    read = blocks("Intro\nsecond line\n\n## Steps\n1. one\n2. two\n\n- dot\nend")
    assert [(block.kind, len(block.lines)) for block in read] == [
        ("paragraph", 2),
        ("heading", 1),
        ("steps", 2),
        ("bullets", 1),
        ("paragraph", 1),
    ]


def test_links_lead_only_to_pages_of_this_site():
    assert spans("see [orders](/orders) now") == (Span("see "), Span("orders", "/orders"), Span(" now"))
    assert spans("[x](//evil.example)") == (Span("x"),)
    assert spans("[x](https://evil.example)") == (Span("[x](https://evil.example)"),)
    assert spans("[x](javascript:alert)") == (Span("[x](javascript:alert)"),)


def test_an_article_becomes_plain_text_for_a_reply():
    assert (
        as_text("## Where\nOpen [My orders](/orders).", "https://shop.example/")
        == "Where\nOpen My orders (https://shop.example/orders)."
    )


def test_a_question_of_empty_words_asks_nothing():
    assert finding.question("how do I please") == ""
    assert finding.question("") == ""
    assert "'refund'" in finding.question("When do I get my refunds?")
    assert "'退款'" in finding.question("退款多久到账")


@pytest.mark.parametrize("text, worth", [("退款", True), ("退", False), ("late", True), ("abc", False), ("!!!!!!", False)])
def test_a_suggestion_needs_a_few_letters(text, worth):
    assert finding.is_worth_asking(text) is worth


def test_hostile_terms_stay_inside_their_quotes():
    assert "''" in finding.question("o'neill's refund") or "'refund'" in finding.question("o'neill's refund")
    finding.document({"en": "a\\b 'c"}, {}, {})


def test_addresses_are_made_of_titles():
    assert slug_of("Where is my parcel? (2026)") == "where-is-my-parcel-2026"
    assert slug_of("退货") == ""
    assert is_good_slug("a-b-2")
    assert not any(map(is_good_slug, ["", "A", "a--b", "-a", "a b", "ä", "a" * 81]))


def test_every_shipped_article_has_real_texts_in_both_languages():
    articles = shipped_articles()
    assert len(articles) >= 10
    for article in articles:
        for texts in (article.title, article.summary, article.body):
            assert texts["en"]
            assert texts["zh"]
        assert len(article.body["en"]) > 400
        assert len(article.body["zh"]) > 150
        assert [block.kind for block in blocks(article.body["en"])].count("heading") == [
            block.kind for block in blocks(article.body["zh"])
        ].count("heading")

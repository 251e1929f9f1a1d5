"""The shipped phrases can all be read, and the small language they are written in means what it says."""

import pytest

from helpdesk.classification.lexicon import shipped_entries, shipped_lexicon
from helpdesk.classification.rules.characters import SIMPLIFIED, TRADITIONAL
from helpdesk.classification.rules.entries import Entry
from helpdesk.classification.rules.matching import Lexicon
from helpdesk.classification.rules.patterns import BadPattern, parse
from helpdesk.classification.rules.stems import stem
from helpdesk.classification.rules.text import tokens
from helpdesk.classification.vocabulary import CATEGORY_TOPICS, SUBTYPES, Category, Language, Topic


def one(phrase: str, language: Language = Language.EN) -> Lexicon:
    return Lexicon([Entry(phrase, language, Topic.ORDER, "refund", None, 3.0)])


def found(lexicon: Lexicon, text: str) -> bool:
    return bool(lexicon.matches(tokens(text)))


def test_every_shipped_phrase_can_be_read():
    assert shipped_lexicon().unreadable == []


def test_every_shipped_subtype_belongs_to_its_category():
    for entry in shipped_entries():
        if entry.topic in CATEGORY_TOPICS and entry.label:
            assert entry.label in SUBTYPES[Category(entry.topic.value)], entry


def test_both_languages_have_phrases_for_every_topic():
    assert {(entry.language, entry.topic) for entry in shipped_entries()} == {
        (language, topic) for language in (Language.ZH, Language.EN) for topic in Topic
    }


def test_the_character_tables_have_equal_length_and_no_repeats():
    assert len(TRADITIONAL) == len(SIMPLIFIED)
    assert len(set(TRADITIONAL)) == len(TRADITIONAL)


@pytest.mark.parametrize("text", ["I want a refund", "refunds!", "they refunded me"])
def test_a_word_means_its_inflections(text):
    assert found(one("refund"), text)


def test_a_star_bridges_three_words_but_no_sentence():
    lexicon = one("never * arrived")
    assert found(lexicon, "it never once during those long days arrived") is False
    assert found(lexicon, "it never once yet arrived")
    assert not found(lexicon, "Never mind. It arrived")


def test_an_empty_alternative_makes_a_word_optional():
    lexicon = one("(gift |)card lost")
    assert found(lexicon, "gift card lost")
    assert found(lexicon, "card lost")


def test_a_chinese_gap_is_six_characters():
    lexicon = one("没*收到", Language.ZH)
    assert found(lexicon, "没有人帮我收到")
    assert not found(lexicon, "没有任何一个人来帮我收到")


@pytest.mark.parametrize("phrase", ["", "   ", "*", "(a|b", "a|b", "((a|b)c)", "the"])
def test_a_phrase_that_says_nothing_is_refused(phrase):
    with pytest.raises(BadPattern):
        parse(phrase, Language.EN)


def test_a_phrase_with_too_many_forms_is_refused():
    group = "(" + "|".join(f"w{n}" for n in range(60)) + ")"
    with pytest.raises(BadPattern):
        parse(group * 3, Language.EN)


def test_leaving_out_a_particle_never_leaves_a_lone_character():
    assert not found(one("(贵了|便宜)", Language.ZH), "昂贵的礼物")


def test_stems_join_forms_and_leave_short_words_alone():
    assert {stem(word) for word in ("shipped", "shipping", "ships", "ship")} == {"ship"}
    assert stem("was") == stem("are") == "be"
    assert stem("this") == "this"

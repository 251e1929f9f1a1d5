"""Phrases learnt from labelled texts: only what helps, only where the lexicon was wrong."""

import csv

import pytest
from sqlalchemy import select

from helpdesk.classification import queries
from helpdesk.classification.commands import editing
from helpdesk.classification.lexicon import shipped_entries
from helpdesk.classification.models import LexiconPhrase
from helpdesk.classification.rules import learning
from helpdesk.classification.rules.text import tokens
from helpdesk.classification.samples import UnreadableSamples, read
from helpdesk.classification.vocabulary import Category
from kit.db import db

SAMPLES = [
    (f"the gizmatron {word} today", Category.QUALITY)
    for word in ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]
] + [(f"kindly send invoice {number}", Category.ORDER) for number in range(20)]


def test_a_word_of_misjudged_texts_is_learnt():
    lesson = learning.lesson(SAMPLES, shipped_entries())
    assert [item.entry.phrase for item in lesson.phrases if "gizmatron" in item.entry.phrase]
    assert lesson.after >= lesson.before
    assert lesson.is_worth_it


def test_nothing_is_learnt_from_texts_that_are_understood():
    understood = [(f"please send invoice {number}", Category.ORDER) for number in range(20)]
    assert learning.lesson(understood, shipped_entries()).phrases == []


def test_nothing_is_learnt_from_nothing():
    lesson = learning.lesson([], shipped_entries())
    assert (lesson.phrases, lesson.is_worth_it) == ([], False)


def test_runs_are_taken_as_they_are_written():
    assert "水壶漏" in learning.candidates(tokens("水壶漏水了"))
    assert "gizmatron" in learning.candidates(tokens("The Gizmatron broke"))
    assert not any("(" in run for run in learning.candidates(tokens("a (strange) | text * here")))


def test_a_text_always_falls_on_the_same_side():
    assert learning.split(SAMPLES) == learning.split(SAMPLES)
    learn, check = learning.split(SAMPLES)
    assert len(learn) + len(check) == len(SAMPLES)


def test_learnt_phrases_join_the_shops_lexicon_once(app, now):
    lesson = learning.lesson(SAMPLES, queries.entries_in_force())
    entries = [item.entry for item in lesson.phrases]
    assert editing.add_learnt(entries, now=now) == len(entries) > 0
    assert editing.add_learnt(entries, now=now) == 0
    assert queries.classify("my gizmatron").category is Category.QUALITY
    own = db.session.scalars(select(LexiconPhrase).where(LexiconPhrase.shipped_key.is_(None))).all()
    assert len(own) == len(entries)


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"text,label\nx,other\n", "missing column"),
        (b"text,category\nx,nonsense\n", "unknown category"),
        (b"text,category\n\xff,other\n", "UTF-8"),
    ],
)
def test_an_unreadable_file_is_refused_with_a_reason(tmp_path, content, reason):
    file = tmp_path / "samples.csv"
    file.write_bytes(content)
    with pytest.raises(UnreadableSamples, match=reason):
        read(file)


def test_rows_without_a_category_are_left_out(tmp_path):
    file = tmp_path / "samples.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([["text", "category", "lang"], ["退款", "order", "zh"], ["?", "", ""]])
    assert [(sample.text, sample.language) for sample in read(file)] == [("退款", "zh")]

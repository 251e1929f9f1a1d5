"""`helpdesk classify` and `helpdesk classifier evaluate` as other programs call them."""

import csv
import json
import time

from click.testing import CliRunner

from helpdesk.classification.cli import classifier, classify
from helpdesk.classification.commands import editing
from helpdesk.classification.lexicon import shipped_lexicon
from helpdesk.classification.rules import classifier as rules
from helpdesk.classification.rules.entries import Entry
from helpdesk.classification.vocabulary import Language, Topic

FIELDS = ["category", "subtype", "intent", "language", "sentiment", "urgency", "confidence", "reasons"]


def answers(data: bytes) -> list[dict]:
    result = CliRunner().invoke(classify, input=data)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_answer_per_line_with_the_fields_of_the_interface():
    given = answers("显示签收但没收到\nwhere is my refund\n".encode())
    assert [list(answer) for answer in given] == [FIELDS, FIELDS]
    assert given[0]["category"] == "logistics"
    assert "签收" in given[0]["reasons"][0]


def test_bytes_that_are_no_text_get_an_answer_too():
    given = answers(b"\xff\xfe\x00abc\n\n" + b"\x00" * 1_000_000 + b"\n" + b"x" * 1_000_000)
    assert [answer["category"] for answer in given] == ["other"] * 4
    assert all(answer["confidence"] < 0.5 for answer in given)


def test_evaluation_reports_each_language_and_the_confusion(tmp_path):
    file = tmp_path / "texts.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["id", "text", "category", "lang"])
        rows.writerow(["1", "什么时候发货", "logistics", "zh"])
        rows.writerow(["2", "I want to cancel my order", "order", "en"])
        rows.writerow(["3", "I want to cancel my order", "service", "en"])
        rows.writerow(["4", "not labelled", "", "en"])
    report = json.loads(CliRunner().invoke(classifier, ["evaluate", str(file), "--json"]).stdout)
    assert report["all"]["texts"] == 3
    assert report["languages"]["zh"]["accuracy"] == 1.0
    assert report["languages"]["en"]["accuracy"] == 0.5
    assert {"expected": "service", "given": "order", "texts": 1} in report["confusion"]


def test_a_table_without_the_needed_columns_is_refused_with_a_reason(tmp_path):
    file = tmp_path / "texts.csv"
    file.write_text("text,label\nhello,other\n", encoding="utf-8")
    result = CliRunner().invoke(classifier, ["evaluate", str(file)])
    assert result.exit_code == 1
    assert "missing column: category" in result.output


def test_the_shops_own_phrases_answer_where_a_database_is_named(app, lead, now, monkeypatch):
    editing.add_phrase(Entry("frobnicator", Language.EN, Topic.QUALITY, "defect", None, 6.0), actor=lead, now=now)
    monkeypatch.setenv("DATABASE_URL", app.config["SETTINGS"].database_url)
    assert answers(b"frobnicator")[0]["category"] == "quality"


def test_a_database_that_is_down_leaves_the_shipped_phrases(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    result = CliRunner().invoke(classify, input=b"where is my invoice\n")
    assert json.loads(result.stdout)["category"] == "order"
    assert "shipped one answers" in result.stderr


def test_a_letter_is_read_within_two_milliseconds():
    lexicon = shipped_lexicon()
    letters = [
        "我上周买的水壶漏水，联系客服一直没人回复，我要退货退款，请尽快处理。" * 3,
        "My parcel has not arrived and nobody answers. " * 5,
    ]
    rules.classify(letters[0], lexicon)
    started = time.process_time()
    for _ in range(50):
        for letter in letters:
            rules.classify(letter, lexicon)
    assert (time.process_time() - started) / 100 < 0.002

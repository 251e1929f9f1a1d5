"""Every word of the feature has a name in both languages, those chosen at run time too."""

import ast
from pathlib import Path

import pytest
from flask_babel import force_locale, gettext

from helpdesk.proposals.registry import EXECUTORS
from helpdesk.returns import wording
from helpdesk.returns.models import CaseEvent
from helpdesk.returns.registry import RESOLUTIONS
from helpdesk.returns.rules import eligibility, lifecycle
from helpdesk.returns.vocabulary import (
    CaseType,
    Clock,
    CloseReason,
    Disposition,
    Event,
    Grade,
    Party,
    Reason,
    State,
)

NAMED = [
    (wording.type_name, CaseType),
    (wording.state_name, State),
    (wording.reason_name, Reason),
    (wording.grade_name, Grade),
    (wording.disposition_name, Disposition),
    (wording.clock_name, Clock),
    (wording.close_reason_name, CloseReason),
]


def has_chinese(text):
    return any("一" <= letter <= "鿿" for letter in text)


@pytest.mark.parametrize(("name", "words"), NAMED, ids=[words.__name__ for _, words in NAMED])
def test_every_word_has_a_name_in_both_languages(app, name, words):
    with app.test_request_context():
        for word in words:
            with force_locale("en"):
                assert name(word)
            with force_locale("zh_Hans"):
                assert has_chinese(name(word)), word


def test_every_step_of_the_history_can_be_told(app):
    with app.test_request_context(), force_locale("zh_Hans"):
        for event in Event:
            assert has_chinese(wording.step_name(CaseEvent(event=event)))
        for party in Party:
            assert has_chinese(wording.party_name(CaseEvent(party=party)))


def rule_templates():
    tree = ast.parse(Path(eligibility.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleText"]
    texts = {node.args[1].value for node in calls if isinstance(node.args[1], ast.Constant)}
    return texts | {
        value.value for value in ast.walk(tree) if isinstance(value, ast.Constant) and "Can be returned" in str(value.value)
    }


def test_rules_and_refusals_are_translated(app):
    labels = {executor.label for executor in EXECUTORS}
    labels |= {text for resolution in RESOLUTIONS for text in (resolution.label, resolution.promise)}
    with app.test_request_context(), force_locale("zh_Hans"):
        for text in rule_templates() | set(lifecycle.MISSING.values()) | labels:
            assert has_chinese(gettext(text)), text


@pytest.mark.parametrize(("locale", "sentence"), [("en", "The time for this ended on 11 Nov 2019."), ("zh_Hans", "2019年11月11日")])
def test_a_rule_writes_its_day_as_pages_do(app, locale, sentence):
    with app.test_request_context(), force_locale(locale):
        assert sentence in wording.rule_sentence("The time for this ended on %(date)s.", {"date": "2019-11-11"})


def test_a_rule_keeps_its_other_particulars(app):
    with app.test_request_context(), force_locale("en"):
        assert "15 days" in wording.rule_sentence("Faults can be reported for %(days)s days after delivery.", {"days": 15})

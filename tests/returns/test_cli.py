"""`helpdesk returns`: answers on stdout, exit codes, and nothing heavy imported."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from helpdesk.returns.cli import returns

GOOD = {"lines": [{"id": "A", "quantity": 1, "unit_price_minor": 100}], "return": {"lines": [{"id": "A", "quantity": 1}]}}


def run(text, command="quote"):
    result = CliRunner().invoke(returns, [command, "-"], input=text)
    return result.exit_code, json.loads(result.stdout)


def test_one_document_gives_one_answer():
    code, answer = run(json.dumps(GOOD))
    assert code == 0
    assert answer["refund_minor"] == 100


def test_in_a_list_only_the_bad_item_is_an_error():
    code, answers = run(json.dumps([GOOD, {**GOOD, "return": {"lines": [{"id": "A", "quantity": 2}]}}, 7]))
    assert code == 1
    assert answers[0]["refund_minor"] == 100
    assert [answers[i]["error"]["code"] for i in (1, 2)] == ["over_quantity", "bad_input"]


def test_an_empty_list_has_no_answers():
    assert run("[]") == (0, [])


@pytest.mark.parametrize("text", ["", "{", '{"lines": NaN}', "[" * 100_000, b"\xff\xfe", '{"lines": ' + "9" * 5000 + "}"])
@pytest.mark.parametrize("command", ["quote", "eligible"])
def test_what_is_not_json_is_one_error(text, command):
    code, answer = run(text, command)
    assert (code, answer["error"]["code"]) == (1, "bad_input")


def test_a_byte_order_mark_is_no_obstacle():
    assert run("﻿" + json.dumps(GOOD))[0] == 0


def test_a_missing_file_is_wrong_usage(tmp_path):
    assert CliRunner().invoke(returns, ["quote", str(tmp_path / "none.json")]).exit_code == 2


def test_neither_flask_nor_sqlalchemy_is_loaded():
    check = "import sys, helpdesk.returns.cli; sys.exit(bool({'flask', 'sqlalchemy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0

"""`helpdesk import`: a real process on the real database; counts on the last line, refusals beside the file, exit codes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select

from helpdesk.imports import reporting
from kit.db import db
from storefront.orders.models import Order

Write = Callable[..., Path]
Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def call(app: Flask) -> Call:
    """Run the command: call("orders", path, "--json")."""
    settings = app.config["SETTINGS"]
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "HELPDESK_INSTANCE": str(settings.instance),
    }

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "helpdesk.cli", "import", *map(str, words)]
        return subprocess.run(command, capture_output=True, check=False, text=True, env=environment)

    return run


def test_the_last_line_has_the_counts_and_programs_get_a_document(call: Call, olist: Path) -> None:
    done = call("orders", olist, "--format", "olist")
    assert (done.returncode, done.stdout) == (0, "orders: in 3 = accepted 3 + unchanged 0 + refused 0\n")
    assert done.stderr == ""
    told = json.loads(call("orders", olist, "--json").stdout)
    assert (told["in"], told["accepted"], told["unchanged"], told["refused"]) == (3, 0, 3, 0)
    assert (told["format"], told["rejected_file"]) == ("olist", None)


def test_a_refused_row_makes_the_exit_code_one_and_is_kept(call: Call, write: Write) -> None:
    path = write("c.csv", "customer_id,name,email\n1,Ann,ann@example.com\n2,Ben,nope\n")
    done = call("customers", path)
    assert (done.returncode, done.stdout) == (1, "customers: in 2 = accepted 1 + unchanged 0 + refused 1\n")
    assert str(path.parent / "c.csv.rejected.csv") in done.stderr
    assert "nope is not an e-mail address." in (path.parent / "c.csv.rejected.csv").read_text("utf-8-sig")


def test_a_rehearsal_writes_nothing(call: Call, olist: Path) -> None:
    assert "accepted 3" in call("orders", olist, "--dry-run").stdout
    assert db.session.scalars(select(func.count()).select_from(Order)).one() == 0


def test_a_file_that_cannot_be_read_says_why(call: Call, write: Write) -> None:
    path = write("o.csv", "order_id,placed_at\n1,03/04/2026\n")
    refused = call("orders", path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--dates dmy or --dates mdy" in refused.stderr
    assert json.loads(call("orders", path, "--json").stdout)["error"]["code"] == "dates_unproved"


def test_wrong_usage_is_exit_code_two(call: Call) -> None:
    assert call("parcels", "x.csv").returncode == 2
    assert call("orders", "x.csv", "--dates", "ymd").returncode == 2


def test_reasons_are_said_in_chinese(app: Flask) -> None:
    with app.test_request_context(), force_locale("zh_Hans"):
        assert reporting.said("duplicate", {"line": 3}) == "第 3 行已经用了这个编号。"
        assert reporting.said("missing", {"path": "p"}) == "没有这个文件或文件夹：p。"

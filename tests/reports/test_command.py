"""`helpdesk report`: a real process on the real database."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from helpdesk.tickets.models import Ticket


@pytest.fixture
def report(app: Flask) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    settings = app.config["SETTINGS"]
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "HELPDESK_INSTANCE": str(settings.instance),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "helpdesk.cli", "report", *arguments]
        return subprocess.run(command, capture_output=True, check=False, env=environment)

    return run


def test_the_reports_are_listed(report: Any) -> None:
    listed = report("list")
    assert (listed.returncode, listed.stderr) == (0, b"")
    assert [line.split()[0] for line in listed.stdout.decode().splitlines()] == ["satisfaction", "sla", "volumes"]
    assert [entry["name"] for entry in json.loads(report("list", "--json").stdout)] == ["satisfaction", "sla", "volumes"]


def test_a_report_comes_as_json_csv_and_excel(report: Any, ticket: Ticket) -> None:
    period = ("--from", "2026-05-01", "--to", "2026-05-14")
    document = json.loads(report("volumes", *period, "--group-by", "category").stdout)
    assert (document["from"], document["to"], document["totals"]["filed"]) == ("2026-05-01", "2026-05-14", 1)
    rows = list(csv.reader(io.StringIO(report("volumes", *period, "--format", "csv").stdout.decode("utf-8-sig"))))
    assert rows[1] == ["2026-05-14", "1", "0", "1", "0.0"]
    assert report("sla", *period, "--format", "xlsx").stdout.startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("moon",), 2),
        (("sla", "--format", "pdf-ish"), 2),
        (("sla", "--from", "soon"), 1),
        (("sla", "--from", "2026-05-14", "--to", "2026-05-01"), 1),
        (("sla", "--group-by", "moon"), 1),
    ],
)
def test_a_wrong_question_is_refused_with_a_sentence(report: Any, arguments: tuple[str, ...], code: int) -> None:
    done = report(*arguments)
    assert (done.returncode, done.stdout) == (code, b"")
    assert b"Error: " in done.stderr
    assert b"Traceback" not in done.stderr

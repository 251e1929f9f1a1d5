"""What the questions answer to documents they cannot read: a code and a sentence, never a traceback."""

import os
import subprocess
import sys
from typing import Any

import pytest

from helpdesk.sla import simulator
from tests.sla.told import HOUR_POLICY, K1, event

DUE = {"calendar": K1, "start": "2026-03-10T10:15:00+08:00", "target_s": 3600}
STORY: dict[str, Any] = {
    "policy": HOUR_POLICY,
    "calendar": K1,
    "events": [event("10:00", "customer_message", id="m1")],
    "until": "2026-03-10T12:00:00+08:00",
}


def refused(ask: Any, document: object) -> str:
    answer = simulator.answers(ask, document)
    assert isinstance(answer, dict)
    assert answer["error"]["message"].endswith((".", ")"))
    return str(answer["error"]["code"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": "2026-03-10T10:15:00"}, "naive_instant"),
        ({"start": "2026-03-10"}, "naive_instant"),
        ({"start": "tomorrow"}, "bad_instant"),
        ({"start": 1773108900}, "bad_instant"),
        ({"start": None}, "bad_instant"),
        ({"start": "0001-01-01T00:00:00+14:00"}, "bad_instant"),
        ({"start": "9999-12-31T23:59:59-12:00"}, "bad_instant"),
        ({"target_s": -1}, "bad_number"),
        ({"target_s": 10**40}, "bad_number"),
        ({"target_s": 3600.5}, "bad_number"),
        ({"target_s": True}, "bad_number"),
        ({"target_s": "3600"}, "bad_number"),
        ({"target_s": None}, "bad_number"),
        ({"calendar": []}, "bad_shape"),
        ({"calendar": {"week": {}}}, "unknown_timezone"),
        ({"calendar": K1 | {"timezone": "Mars/Olympus"}}, "unknown_timezone"),
        ({"calendar": K1 | {"timezone": "../../etc/passwd"}}, "unknown_timezone"),
        ({"calendar": K1 | {"timezone": "America"}}, "unknown_timezone"),
        ({"calendar": K1 | {"timezone": "\x00"}}, "unknown_timezone"),
        ({"calendar": K1 | {"timezone": ["UTC"]}}, "unknown_timezone"),
        ({"calendar": K1 | {"week": {"monday": []}}}, "bad_calendar"),
        ({"calendar": K1 | {"week": {"mon": [["09:00", "12:00"], ["11:59", "13:00"]]}}}, "overlapping_hours"),
        ({"calendar": K1 | {"week": {"mon": [["24:00", "24:00"]]}}}, "bad_hours"),
        ({"calendar": K1 | {"week": {"mon": [["09:00", "24:01"]]}}}, "bad_hours"),
        ({"calendar": K1 | {"week": {"mon": [["22:00", "06:00"]]}}}, "bad_hours"),
        ({"calendar": K1 | {"week": {"mon": [["09:00", "09:00"]]}}}, "bad_hours"),
        ({"calendar": K1 | {"week": {"mon": [["09:00"]]}}}, "bad_hours"),
        ({"calendar": K1 | {"week": {"mon": ["09:00", "18:00"]}}}, "bad_shape"),
        ({"calendar": K1 | {"week": {"mon": [[9, 18]]}}}, "bad_hours"),
        ({"calendar": K1 | {"week": {"mon": [["٠٩:00", "18:00"]]}}}, "bad_hours"),
        ({"calendar": K1 | {"holidays": ["2026-02-30"]}}, "bad_date"),
        ({"calendar": K1 | {"holidays": "2026-10-01"}}, "bad_shape"),
        ({"calendar": K1 | {"special_days": {"20261001": []}}}, "bad_date"),
        ({"calendar": {"timezone": "UTC", "week": {}}}, "never_open"),
        ({"calendar": {"timezone": "UTC", "special_days": {"2028-01-01": [["09:00", "10:00"]]}}}, "never_open"),
        ({"pauses": [["2026-03-10T10:15:00+08:00"]]}, "bad_pause"),
        ({"pauses": [["2026-03-10T10:15:00+08:00", "2026-03-10T10:14:00+08:00"]]}, "bad_pause"),
        ({"pauses": [["2026-03-10T10:15:00+08:00", None]]}, "bad_instant"),
        ({"pauses": {"from": 1}}, "bad_shape"),
    ],
)
def test_a_deadline_that_cannot_be_computed_is_refused(change: dict[str, Any], code: str) -> None:
    assert refused(simulator.due, DUE | change) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"events": [{"at": "2026-03-10T10:00:00Z", "type": "smoke_signal"}]}, "unknown_event"),
        ({"events": [{"at": "2026-03-10T10:00:00Z"}]}, "unknown_event"),
        ({"events": [{"at": "2026-03-10T10:00:00Z", "type": ["note"]}]}, "unknown_event"),
        ({"events": [{"type": "note"}]}, "bad_instant"),
        ({"events": ["note"]}, "bad_shape"),
        ({"events": None}, "bad_shape"),
        ({"events": [], "until": None}, "bad_instant"),
        ({"until": "2026-03-10 12:00"}, "naive_instant"),
        ({"policy": "gold"}, "bad_shape"),
        ({"policy": {"first_reply_s": 0}}, "bad_number"),
        ({"policy": {"first_reply_s": 3600, "warnings": [{"to": "owner"}]}}, "bad_warning"),
        ({"policy": {"first_reply_s": 3600, "warnings": [{"percent": 50, "after_s": 1}]}}, "bad_warning"),
        ({"policy": {"first_reply_s": 3600, "warnings": [{"percent": 0}]}}, "bad_warning"),
        ({"policy": {"first_reply_s": 3600, "warnings": [{"percent": 50, "to": [1]}]}}, "bad_warning"),
        ({"requester_is_agent": "yes"}, "bad_shape"),
        ({"events": [event("10:00", "note", id="n"), event("10:01", "note", id="n")]}, "duplicate_id"),
        ({"events": [event("10:00", "note", id=7)]}, "bad_event"),
        ({"events": [event("10:00", "agent_reply", seen_up_to="nobody")]}, "unknown_id"),
        ({"events": [event("10:00", "agent_reply", seen_up_to="m"), event("10:01", "note", id="m")]}, "unknown_id"),
        ({"events": [event("10:00", "agent_reply", status="asleep")]}, "bad_event"),
        ({"events": [event("10:00", "agent_reply", status=["open"])]}, "bad_event"),
        ({"events": [event("10:00", "status")]}, "bad_event"),
        ({"events": [event("10:00", "status", to="open", by="ghost")]}, "bad_event"),
        ({"events": [event("10:00", "customer_message", automatic="no")]}, "bad_event"),
        ({"events": [event("10:00", "note", id="n"), event("10:01", "reply_undone", id="n")]}, "unknown_id"),
        ({"events": [event("10:01", "reply_undone")]}, "unknown_id"),
        ({"events": [event("10:01", "bounce")]}, "bad_event"),
        ({"events": [event("10:01", "policy")]}, "bad_event"),
        ({"events": [event("10:01", "calendar")]}, "bad_event"),
        ({"events": [event("10:01", "calendar", calendar={"timezone": "UTC"})]}, "never_open"),
    ],
)
def test_a_history_that_makes_no_sense_is_refused(change: dict[str, Any], code: str) -> None:
    assert refused(simulator.simulate, STORY | change) == code


def test_a_list_is_answered_item_by_item() -> None:
    answer = simulator.answers(simulator.due, [DUE, {"calendar": None}, DUE | {"target_s": 60}, 5])
    assert [next(iter(item)) for item in answer] == ["due_at", "error", "due_at", "error"]


def test_events_after_the_end_have_not_happened() -> None:
    later = STORY | {"events": [*STORY["events"], event("12:00:01", "agent_reply")]}
    assert simulator.simulate(later) == simulator.simulate(STORY)


def run(command: str, text: bytes, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    code = "from helpdesk.sla.cli import sla; sla()"
    return subprocess.run(
        [sys.executable, "-c", code, command, *(arguments or ("-",))],
        input=text,
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"target_s": NaN}',
        b'{"target_s": -Infinity}',
        b"[" * 100_000,
        b'{"start": ' + b"9" * 5000 + b"}",
        b'{"start": "\\ud800"}',
        b"null",
    ],
)
def test_the_command_answers_rubbish_with_an_error_and_exit_1(text: bytes) -> None:
    done = run("due", text)
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.startswith(b'{\n  "error"')


def test_the_command_refuses_a_missing_file_as_wrong_usage() -> None:
    done = run("simulate", b"", "no-such-file.json")
    assert (done.returncode, done.stdout) == (2, b"")


def test_the_answer_does_not_depend_on_the_server_s_time_zone() -> None:
    text = b'{"calendar": null, "start": "2026-03-08T01:30:00-05:00", "target_s": 3600}'
    answers = {run("due", text, TZ=zone).stdout for zone in ("UTC", "Asia/Shanghai", "America/New_York")}
    assert answers == {b'{\n  "due_at": "2026-03-08T07:30:00Z"\n}\n'}


def test_the_question_needs_neither_the_web_nor_the_database() -> None:
    code = "import sys, helpdesk.sla.cli; print([m for m in ('flask', 'sqlalchemy', 'redis') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"[]\n"

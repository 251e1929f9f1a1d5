"""The report of service levels on real tickets: figures, drill-down, files, the page."""

import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from helpdesk.reports import asking, figures, formats
from helpdesk.reports.queries import clocks, tickets
from helpdesk.reports.registry import REPORTS, Question
from helpdesk.reports.rules import periods
from helpdesk.reports.vocabulary import Format, Grouping
from helpdesk.sla.commands import sweeping
from helpdesk.sla.vocabulary import Metric
from helpdesk.tickets.commands import conversation, lifecycle
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import Channel, Opening, Reason, Status
from kit import clock, profile
from kit.accounts.models import User

MINUTE = timedelta(minutes=1)


@pytest.fixture
def story(make_ticket: Callable[..., Ticket], agent: User, now: datetime) -> list[Ticket]:
    """Four tickets: answered after 10 and 30 minutes, answered after 2 hours, and spam; one more still waits, too long."""
    filed = [make_ticket(f"Question {number}", at=now, category=category) for number, category in enumerate(_CATEGORIES)]
    for ticket, minutes in zip(filed, (10, 30, 120), strict=False):
        conversation.reply(ticket.id, "Here.", seen_up_to=None, status=Status.SOLVED, actor=agent, now=now + minutes * MINUTE)
    lifecycle.set_status(filed[3].id, Status.SOLVED, reason=Reason.SPAM, actor=agent, now=now + 5 * MINUTE)
    sweeping.sweep(now=now + 130 * MINUTE)
    return filed


_CATEGORIES = ("quality", "logistics", "logistics", "other", "service")


def asked(now: datetime, group_by: Grouping = Grouping.CATEGORY, **filters: str) -> Question:
    return Question(periods.latest(14, now, profile.current().zone), group_by, filters)


def test_the_hour_was_kept_in_half_of_what_counts(story: list[Ticket], now: datetime) -> None:
    found = figures.gather(asked(now).period, {})
    replies = found.replies.now
    assert (replies.total, replies.missed, replies.met_percent) == (4, 2, 50.0)
    assert replies.median_s == 1800
    assert (found.replies.before.total, found.replies.points) == (0, None)
    assert found.resolutions.now.total == 3


def test_a_call_counts_for_whoever_took_it(make_ticket: Callable[..., Ticket], agent: User, now: datetime) -> None:
    make_ticket("It rattles.", at=now, assignee=agent, actor=agent, opening=Opening.CALL_ANSWERED, channel=Channel.PHONE)
    rows = clocks.by(Grouping.AGENT, Metric.FIRST_REPLY, asked(now).period, {})
    assert [(row.key, row.total) for row in rows] == [(agent.name, 1)]


def test_rows_add_up_to_the_totals(story: list[Ticket], now: datetime) -> None:
    table = REPORTS.get("sla").table(asked(now))
    rows = {row[0]: row[1:5] for row in table.rows}
    assert rows["logistics"] == (2, 1, 50.0, 1800)
    assert rows["service"] == (1, 1, 0.0, None)
    assert table.totals is not None
    assert table.totals[1:5] == (4, 2, 50.0, 1800)


@pytest.mark.parametrize("group_by", list(Grouping))
@pytest.mark.parametrize("name", ["sla", "volumes", "satisfaction"])
def test_every_report_can_be_grouped_by_everything(story: list[Ticket], now: datetime, name: str, group_by: Grouping) -> None:
    report = REPORTS.get(name)
    table = report.table(asked(now, group_by))
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert json.loads(formats.written(report, asked(now, group_by), table, Format.JSON))["group_by"] == group_by


def test_filters_choose_the_tickets(story: list[Ticket], now: datetime) -> None:
    assert figures.gather(asked(now).period, {"category": "logistics"}).replies.now.total == 2
    assert figures.gather(asked(now).period, {"channel": "phone"}).replies.now.total == 0


def test_the_tickets_behind_a_figure_are_listed_longest_wait_first(story: list[Ticket], now: datetime) -> None:
    late = tickets.behind(tickets.Slice(outcome="missed"), asked(now).period, {}, page=1, now=now + 180 * MINUTE)
    assert [row.number for row in late.rows] == [story[4].number, story[2].number]
    assert [round(row.used_s / 60) for row in late.rows] == [180, 120]


def test_the_number_of_statements_does_not_grow_with_the_tickets(
    make_ticket: Callable[..., Ticket], now: datetime, count_queries: Callable[..., Any]
) -> None:
    make_ticket(at=now)
    with count_queries() as few:
        figures.gather(asked(now).period, {})
    for _ in range(9):
        make_ticket(at=now)
    with count_queries() as many:
        figures.gather(asked(now).period, {})
    assert len(few) == len(many)


def test_a_csv_is_safe_to_open_in_a_spreadsheet(story: list[Ticket], make_user: Any, now: datetime) -> None:
    villain = make_user("agent", "=HYPERLINK(evil)", "villain@example.com")
    conversation.customer_message(story[0].id, "More.", actor=None, now=now + 200 * MINUTE)
    conversation.reply(story[4].id, "Here.", seen_up_to=None, actor=villain, now=now + 210 * MINUTE)
    question = asked(now, Grouping.AGENT)
    report = REPORTS.get("sla")
    text = formats.written(report, question, report.table(question), Format.CSV).decode("utf-8-sig")
    assert "'=HYPERLINK(evil)" in text
    assert text.splitlines()[0].startswith("Group,First replies,Replied late,In time")


def test_a_workbook_has_the_same_numbers(story: list[Ticket], now: datetime) -> None:
    report = REPORTS.get("sla")
    table = report.table(asked(now))
    book = openpyxl.load_workbook(io.BytesIO(formats.written(report, asked(now), table, Format.XLSX)))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0][0] == "Group"
    assert len(rows) == len(table.rows) + 2
    assert rows[-1][1:3] == (4, 2)


@pytest.fixture
def desk(signed_in: Callable[[User], FlaskClient], manager: User) -> FlaskClient:
    return signed_in(manager)


@pytest.fixture
def today(make_ticket: Callable[..., Ticket], agent: User) -> Ticket:
    """A ticket of three hours ago that was answered two hours late; page tests run on the real clock."""
    filed = clock.now() - timedelta(hours=3)
    ticket = make_ticket("Where is <b>my</b> parcel?", at=filed, category="logistics")
    conversation.reply(ticket.id, "Here.", seen_up_to=None, actor=agent, now=filed + timedelta(hours=3))
    return ticket


def test_the_page_shows_figures_findings_and_the_late_tickets(desk: FlaskClient, today: Ticket) -> None:
    text = desk.get("/desk/reports/sla").get_data(as_text=True)
    assert "First reply in time" in text
    assert "The sample is small" in text
    assert today.number in text
    assert "data-chart=" in text
    assert "<b>my</b>" not in text


def test_the_page_speaks_chinese(desk: FlaskClient, today: Ticket) -> None:
    desk.set_cookie("locale", "zh_Hans")
    text = desk.get("/desk/reports/sla").get_data(as_text=True)
    assert "服务水平" in text
    assert "样本较小" in text


@pytest.mark.parametrize(
    "address",
    [
        "/desk/reports",
        "/desk/reports/sla?days=90&category=logistics&channel=web&priority=normal&agent=1",
        "/desk/reports/sla?from=soon&to=later&page=-3&agent=x",
        "/desk/reports/sla/tickets?outcome=missed&weekday=9&hour=99&day=never&metric=tea&page=999",
        "/desk/reports/sla/tickets?metric=resolution&outcome=met",
        "/desk/reports/volumes?group_by=hour",
        "/desk/reports/volumes?group_by=moon",
        "/desk/reports/satisfaction",
    ],
)
def test_every_page_answers(desk: FlaskClient, today: Ticket, address: str) -> None:
    assert desk.get(address).status_code == 200


def test_a_figure_leads_to_its_tickets(desk: FlaskClient, today: Ticket) -> None:
    part = desk.get("/desk/reports/sla/tickets?outcome=missed", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert part.lstrip().startswith('<section class="card" id="report-tickets"')
    assert today.number in part
    assert today.number not in desk.get("/desk/reports/sla/tickets?outcome=met").get_data(as_text=True)


@pytest.mark.parametrize(("form", "kind"), [("csv", "text/csv"), ("xlsx", "application/vnd"), ("json", "application/json")])
def test_files_come_with_the_filters_of_the_page(desk: FlaskClient, today: Ticket, form: str, kind: str) -> None:
    answer = desk.get(f"/desk/reports/sla.{form}?days=7&group_by=category")
    assert answer.status_code == 200
    assert answer.content_type.startswith(kind)
    assert f'.{form}"' in answer.headers["Content-Disposition"]


def test_what_does_not_exist_is_not_found(desk: FlaskClient) -> None:
    assert desk.get("/desk/reports/moon").status_code == 404
    assert desk.get("/desk/reports/sla.exe").status_code == 404


def test_agents_and_customers_see_no_reports(signed_in: Callable[[User], FlaskClient], agent: User, customer: User) -> None:
    assert signed_in(agent).get("/desk/reports/sla").status_code == 403
    assert signed_in(customer).get("/desk/reports/sla.csv").status_code == 403


def test_a_command_line_that_makes_no_sense_is_refused(app: Any, now: datetime) -> None:
    report = REPORTS.get("sla")
    assert asking.question(report, {}, now).period.days == 14
    for wrong in ({"group_by": "moon"}, {"from": "soon"}):
        with pytest.raises(Exception, match=r"grouped by|like 2026"):
            asking.question(report, wrong, now)

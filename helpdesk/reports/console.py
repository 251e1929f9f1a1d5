"""The reports: the list, service levels with their drill-down, any other report as a table, and files (design 04)."""

from functools import partial
from typing import Any

from flask import Blueprint, make_response, request, url_for
from werkzeug.wrappers import Response

from helpdesk.reports import asking, figures, formats, wording
from helpdesk.reports.charts import curve, in_time_by_day
from helpdesk.reports.queries import tickets
from helpdesk.reports.registry import REPORTS, Question, Report
from helpdesk.reports.vocabulary import ASKED, TARGET_PERCENT, Format, Grouping
from helpdesk.staff import queries as staff
from kit import clock
from kit.accounts.guards import leads_only
from kit.errors import NotFound, RuleViolation
from kit.web.answers import answer, page

bp = Blueprint("reports", __name__, url_prefix="/desk/reports")


@bp.get("")
@leads_only
def index() -> Response:
    return page("reports/index.html", reports=list(REPORTS))


@bp.get("/sla")
@leads_only
def sla() -> Response:
    question = _question(REPORTS.get("sla"))
    found = figures.gather(question.period, question.filters)
    late = tickets.behind(tickets.Slice(outcome="missed"), question.period, question.filters, page=_page_number(), now=clock.now())
    return page(
        "reports/sla.html",
        **_frame(question),
        figures=found,
        findings=[wording.sentences(finding) for finding in found.findings],
        chart=in_time_by_day(found.days, partial(_link, "reports.behind")),
        curve=curve,
        target=TARGET_PERCENT,
        listed=late,
        reasons=_reasons(late.rows),
    )


@bp.get("/sla/tickets")
@leads_only
def behind() -> Response:
    """The tickets behind a figure."""
    question = _question(REPORTS.get("sla"))
    part = asking.part(request.args)
    listed = tickets.behind(part, question.period, question.filters, page=_page_number(), now=clock.now())
    context = _frame(question) | {"part": part, "listed": listed, "reasons": _reasons(listed.rows)}
    return answer("reports/_tickets.html", otherwise=partial(page, "reports/tickets.html", **context), **context)


@bp.get("/<name>")
@leads_only
def show(name: str) -> Response:
    report = _report(name)
    question = _question(report)
    return page("reports/table.html", **_frame(question), report=report, table=report.table(question))


@bp.get("/<name>.<form>")
@leads_only
def download(name: str, form: str) -> Response:
    """The report as a file, with the filters of the page."""
    report = _report(name)
    if form not in list(Format):
        raise NotFound("format", form)
    question = _question(report)
    response = make_response(formats.written(report, question, report.table(question), Format(form)))
    response.headers["Content-Type"] = formats.MEDIA_TYPES[Format(form)]
    file_name = f"{report.key}-{question.period.first}-{question.period.last}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _report(name: str) -> Report:
    if name not in REPORTS:
        raise NotFound("report", name)
    return REPORTS.get(name)


def _question(report: Report) -> Question:
    """What the address asks; a page whose dates make no sense shows the usual period instead."""
    try:
        return asking.question(report, request.args, clock.now())
    except RuleViolation:
        return asking.question(report, asking.filters(request.args), clock.now())


def _page_number() -> int:
    text = request.args.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _frame(question: Question) -> dict[str, Any]:
    """What every report page needs: the question, links that keep it, and the choices of its filters."""
    return {
        "question": question,
        "period": question.period,
        "link": _link,
        "groupings": list(Grouping),
        "agents": staff.colleagues(),
        "category_name": wording.category_name,
    }


def _link(endpoint: str = "", **changes: Any) -> str:
    """An address with the filters of this one; None takes a value out."""
    here = request.view_args or {}
    kept = {name: value for name, value in request.args.items() if name in ASKED and name not in here}
    asked = {name: value for name, value in {**kept, **changes}.items() if value not in (None, "")}
    return url_for(endpoint or str(request.endpoint), **{**here, **asked})


def _reasons(rows: Any) -> list[str]:
    handed = tickets.hand_overs([row.id for row in rows])
    return [wording.why_late(row, handed.get(row.id)) for row in rows]

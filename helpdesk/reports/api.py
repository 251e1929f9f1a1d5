"""Reports for programs: the document that `helpdesk report NAME` prints."""

from typing import Any

import marshmallow as ma
from flask import request

from helpdesk.reports import asking, formats
from helpdesk.reports.registry import REPORTS
from kit import clock
from kit.accounts.guards import actor
from kit.errors import NotAllowed, NotFound
from kit.web.api import Schema, bearer, blueprint

bp = blueprint("reports_api", "Reports: figures of a period, grouped and filtered.")


Document = Schema.from_dict(
    {
        "report": ma.fields.String(),
        "from": ma.fields.String(),
        "to": ma.fields.String(),
        "timezone": ma.fields.String(),
        "group_by": ma.fields.String(),
        "filters": ma.fields.Dict(),
        "rows": ma.fields.List(ma.fields.Dict()),
        "totals": ma.fields.Dict(allow_none=True),
    },
    name="ReportDocument",
)


@bp.route("/reports/<name>", methods=["GET"])
@bearer("reports:read")
@bp.response(200, Document)
def show(name: str) -> dict[str, Any]:
    """A report of `from` to `to`, `group_by`, filtered by `category`, `channel`, `priority` and `agent` (an id)."""
    if not actor().is_lead:
        raise NotAllowed("read", name)
    if name not in REPORTS:
        raise NotFound("report", name)
    report = REPORTS.get(name)
    question = asking.question(report, request.args, clock.now())
    return formats.document(report, question, report.table(question))

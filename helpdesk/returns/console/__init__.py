"""The desk's pages of cases: the list, the workspace, and what agents and the warehouse do there."""

from flask import Blueprint

bp = Blueprint("cases", __name__, url_prefix="/desk/cases")

from helpdesk.returns.console import cases, decisions, goods  # noqa: E402, F401

"""The customer's pages of cases: asking for one, and following it."""

from flask import Blueprint

bp = Blueprint("my_cases", __name__, url_prefix="/help/cases")

from helpdesk.returns.portal import cases, wizard  # noqa: E402, F401

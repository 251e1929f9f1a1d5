"""Lists that several parts of one page need; each is read once a request."""

from flask import g

from helpdesk.staff import queries as staff
from helpdesk.staff.queries import Colleague


def colleagues() -> list[Colleague]:
    """Everybody who answers customers, by name."""
    if "colleagues" not in g:
        g.colleagues = staff.colleagues()
    found: list[Colleague] = g.colleagues
    return found

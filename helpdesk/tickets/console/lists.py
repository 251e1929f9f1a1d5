"""What several parts of one page need; it is read once a request."""

from flask import g

from helpdesk.staff import queries as staff
from helpdesk.staff.queries import Colleague
from helpdesk.tickets.queries import overview as overviews
from helpdesk.tickets.queries.overview import Overview
from helpdesk.tickets.queries.queue import Wanted
from kit import clock
from kit.accounts.guards import actor


def overview(wanted: Wanted | None = None) -> Overview:
    """Counters and colleagues. A page that shows a list asks first and says which."""
    if "overview" not in g:
        g.overview = overviews.overview(actor(), wanted=wanted, now=clock.now())
    found: Overview = g.overview
    return found


def colleagues() -> list[Colleague]:
    """Everybody who answers customers, by name; a part that shows no counters asks for them alone."""
    if "overview" in g:
        return overview().colleagues
    if "colleagues" not in g:
        g.colleagues = staff.colleagues()
    found: list[Colleague] = g.colleagues
    return found

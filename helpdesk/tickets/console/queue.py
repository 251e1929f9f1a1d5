"""The queue: a view, filtered and sorted; its poll; the jump to a number."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import make_response, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from helpdesk.classification.vocabulary import Category
from helpdesk.tickets import queries, views
from helpdesk.tickets.console import bp, lists
from helpdesk.tickets.queries import queue as queue_queries
from helpdesk.tickets.queries.overview import URGENCIES, overview
from helpdesk.tickets.queries.queue import ME, NOBODY, SORTS, QueueRow, Wanted
from helpdesk.tickets.queries.search import number_meant
from helpdesk.tickets.vocabulary import DUE_SOON, Channel, HoldFor, Priority, Status
from kit import clock
from kit.accounts.guards import actor, agents_only, staff_only
from kit.accounts.models import User
from kit.errors import NotFound
from kit.web.answers import answer, page, see_other, see_other_path, unchanged
from kit.web.locale import locale_for


@dataclass(frozen=True)
class Group:
    """Rows of one urgency under one heading, with how many there are in all; no key where the order is another one."""

    key: str
    count: int | None
    rows: list[QueueRow]


@bp.get("")
@staff_only
def queue() -> Response:
    if not actor().is_agent:
        return see_other_path("/desk/cases")
    me, now, wanted = actor(), clock.now(), wanted_of(request.args)
    if number := _number(me, wanted.q):
        return see_other(".ticket", number=number)
    around = lists.overview(wanted)
    found = queue_queries.page(me, wanted, request.args.get("page"), now=now)
    shown: dict[str, Any] = {
        "wanted": wanted, "view": views.VIEWS.get(wanted.view), "at": now,
        "groups": _groups(found.rows, wanted, around.counts, now),
        "total": _total(wanted, around.counts), "newest": around.newest, "link": partial(link, wanted), "suffix": query_of(wanted),
        "newer": found.newer, "older": found.older, "colleagues": around.colleagues, "sorts": SORTS, "me": ME, "nobody": NOBODY,
        "statuses": list(Status), "priorities": list(reversed(Priority)), "categories": list(Category), "channels": list(Channel),
        "holds": list(HoldFor),
    }  # fmt: skip
    return answer("tickets/_queue.html", otherwise=partial(page, "tickets/queue.html", **shown), **shown)


@bp.get("/poll")
@agents_only
def poll() -> Response:
    """Counters and the number of new tickets, when anything has happened since the last poll; otherwise 304."""
    me, now, wanted = actor(), clock.now(), wanted_of(request.args)
    tag = poll_tag(queue_queries.mark_of_change(), me.id, me.locale)
    if same := unchanged(tag):
        return same
    since = request.args.get("since", 0, type=int)
    counted = overview(me, wanted=wanted, since=max(0, min(since, 2**62)), now=now).counts
    html = render_template("tickets/polled.oob.html", counters=counted, new=counted["new"], here=link(wanted))
    response = make_response(html)
    response.set_etag(tag, weak=True)
    return response


def poll_tag(mark: int, user_id: int, language: str) -> str:
    """What a poll would tell changes with every event and, for deadlines run on, every minute."""
    return f"{mark}-{clock.now():%H%M}-{user_id}-{locale_for(language)}"


def wanted_of(arguments: "MultiDict[str, str]") -> Wanted:
    """What the address asks for, checked."""
    return Wanted(**{name: arguments.get(name, plain)[:100] for name, plain in asdict(Wanted()).items()}).checked()


def query_of(wanted: Wanted, **changes: str) -> str:
    """The query string that asks for the same, with some fields changed; "" for the plain queue."""
    values = vars(wanted) | changes
    if values["view"] == views.DEFAULT_VIEW:
        values["view"] = ""
    kept = {name: value for name, value in values.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def link(wanted: Wanted, **changes: str) -> str:
    """The queue's address with some fields changed."""
    return f"/desk{query_of(wanted, **changes)}"


def urgency(row: Any, now: datetime) -> str:
    """Under which heading a ticket stands."""
    if row.next_due_at is None:
        return "paused"
    if row.next_due_at < now:
        return "breached"
    return "due" if row.next_due_at <= now + DUE_SOON else "on_track"


def _number(me: User, query: str) -> str | None:
    """The number of the ticket that the query names exactly, if there is one."""
    meant = number_meant(query) if query else None
    if meant is None:
        return None
    try:
        return queries.for_agent(me, meant).number
    except NotFound:
        return None


def _total(wanted: Wanted, counted: dict[str, int]) -> int | None:
    """How many the list holds; unknown for searches and finished tickets, which are never counted."""
    return None if wanted.q or wanted.is_beyond_open else sum(counted[f"group_{name}"] for name in URGENCIES)


def _groups(rows: list[QueueRow], wanted: Wanted, counted: dict[str, int], now: datetime) -> list[Group]:
    if wanted.order != "due" or wanted.is_beyond_open:
        return [Group("", None, rows)]
    parts: dict[str, list[QueueRow]] = {name: [] for name in URGENCIES}
    for row in rows:
        parts[urgency(row, now)].append(row)
    return [Group(name, None if wanted.q else counted[f"group_{name}"], part) for name, part in parts.items() if part]

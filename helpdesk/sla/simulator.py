"""Answers about clocks without a database: JSON documents in, JSON values out (INTERFACES, `helpdesk sla`)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from helpdesk.sla import history
from helpdesk.sla.rules import agreements, documents, matching, timers
from helpdesk.sla.rules import calendar as calendars
from helpdesk.sla.rules.clocks import Clock, Terms
from helpdesk.sla.rules.track import Track
from helpdesk.sla.vocabulary import ClockState, Metric
from kit.errors import RuleViolation

Answer = dict[str, Any]


def simulate(document: object) -> Answer:
    """One ticket's history → its clocks as they stand at `until`, when the sweep has run."""
    told = history.read(documents.mapping(document, "The document"))
    track = Track(terms=Terms(told.policy, told.calendar), requester_is_agent=told.requester_is_agent)
    now = told.until
    for signal in told.signals:
        track = _swept_before(track, now=min(now, signal.at), until=signal.at)
        track, now = timers.apply(track, signal), signal.at
    track = _swept_before(track, now=min(now, told.until), until=told.until)
    track, _ = timers.swept(track, told.until)
    return {"clocks": [described(clock, told.until, track.terms) for clock in in_order(track.clocks)]}


def due(document: object) -> Answer:
    """A start, a target and pauses → the deadline."""
    stated = documents.mapping(document, "The document")
    calendar, start = documents.calendar(stated.get("calendar")), documents.instant(stated.get("start"), "start")
    calendars.require_open_time(calendar, start)
    target_s = documents.seconds(stated.get("target_s"), "target_s")
    return {"due_at": written(calendars.due(calendar, start, target_s, _pauses(stated)))}


def elapsed(document: object) -> Answer:
    """Two instants and pauses → the business seconds between them."""
    stated = documents.mapping(document, "The document")
    calendar, start = documents.calendar(stated.get("calendar")), documents.instant(stated.get("start"), "start")
    calendars.require_open_time(calendar, start)
    end = documents.instant(stated.get("end"), "end")
    return {"elapsed_s": calendars.elapsed(calendar, start, end, _pauses(stated))}


def match(document: object) -> Answer:
    """Policies in order and a ticket → the policy that applies, and why."""
    stated = documents.mapping(document, "The document")
    candidates = [_candidate(entry) for entry in documents.listing(stated.get("policies"), "policies")]
    ticket = documents.mapping(stated.get("ticket"), "ticket")
    for name in matching.CONDITIONS:
        if not isinstance(ticket.get(name), str | None):
            raise RuleViolation("bad_ticket", f"ticket.{name} must be a name or null.")
    chosen = matching.match(candidates, ticket)
    return {"id": chosen.id, "why": chosen.why}


def answers(ask: Callable[[object], Answer], document: object) -> Answer | list[Answer]:
    """Ask one question about one document, or about each of a list; a refused one becomes an error object."""
    if isinstance(document, list):
        return [_answer(ask, item) for item in document]
    return _answer(ask, document)


def refusal(refused: RuleViolation) -> Answer:
    """How a refusal is written."""
    return {"error": {"code": refused.code, "message": refused.message}}


def written(moment: datetime | None) -> str | None:
    """An instant as it leaves: UTC with seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def in_order(clocks: Iterable[Clock]) -> list[Clock]:
    """Clocks by metric and cycle."""
    order = list(Metric)
    return sorted(clocks, key=lambda clock: (order.index(clock.metric), clock.cycle))


def described(clock: Clock, now: datetime, terms: Terms) -> Answer:
    """One clock as programs see it; for an open clock the time used and over is counted up to `now`."""
    used = clock.elapsed_s if clock.elapsed_s is not None else clock.elapsed_at(now, terms)
    return {
        "metric": clock.metric.value,
        "cycle": clock.cycle,
        "state": clock.state.value,
        "started_at": written(clock.started_at),
        "due_at": written(clock.due_at),
        "warn_at": written(clock.warn_at),
        "remaining_s": clock.remaining_s if clock.state is ClockState.PAUSED else None,
        "fulfilled_at": written(clock.fulfilled_at),
        "ended_at": written(clock.ended_at),
        "end_reason": clock.end_reason.value if clock.end_reason else None,
        "missed": clock.missed,
        "breached_at": written(clock.breached_at),
        "breach_cause": clock.breach_cause.value if clock.breach_cause else None,
        "superseded_by": clock.superseded_by.value if clock.superseded_by else None,
        "elapsed_s": used,
        "over_s": max(0, used - clock.target_s),
        "first_fulfilled_at": written(clock.first_fulfilled_at),
        "first_elapsed_s": clock.first_elapsed_s,
        "warnings": [{"kind": sent.kind, "at": written(sent.at)} for sent in clock.warned],
    }


def _swept_before(track: Track, *, now: datetime, until: datetime) -> Track:
    """Run the sweep at every instant before `until` at which a warning ripens; breaches need no sweep."""
    while (ripe_at := min((c.warn_at for c in track.clocks if c.warn_at), default=until)) < until:
        now = max(now, ripe_at)
        track, _ = timers.swept(track, now)
    return track


def _answer(ask: Callable[[object], Answer], document: object) -> Answer:
    try:
        return ask(document)
    except RuleViolation as refused:
        return refusal(refused)


def _pauses(stated: Mapping[str, Any]) -> list[calendars.Pause]:
    pauses = []
    for entry in documents.listing(stated.get("pauses") or [], "pauses"):
        ends = documents.listing(entry, "A pause")
        if len(ends) != 2:
            raise RuleViolation("bad_pause", "A pause is a pair of instants: from and to.")
        since, until = (documents.instant(end, "A pause's end") for end in ends)
        if until < since:
            raise RuleViolation("bad_pause", "A pause must not end before it begins.")
        pauses.append((since, until))
    return pauses


def _candidate(entry: object) -> matching.Candidate:
    stated = documents.mapping(entry, "A policy")
    identity = stated.get("id")
    if not isinstance(identity, str | int) or isinstance(identity, bool):
        raise RuleViolation("bad_policy", "A policy needs an id.")
    return matching.Candidate(identity, agreements.conditions(stated.get("when")))

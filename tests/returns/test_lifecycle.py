"""The table of transitions as data: complete, reachable, with a way out of everything."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpdesk.returns.rules import lifecycle
from helpdesk.returns.rules.transitions import TABLE, Guard
from helpdesk.returns.vocabulary import (
    API_EVENTS,
    BUYER_EVENTS,
    TERMINAL_STATES,
    CaseType,
    Clock,
    CloseReason,
    Event,
    Party,
    State,
)
from kit.errors import Conflict, NotAllowed, RuleViolation

OPEN_STATES = [state for state in State if state not in TERMINAL_STATES]
SHOP = {Party.MERCHANT, Party.WAREHOUSE, Party.SUPERVISOR, Party.ARBITER}
DISPUTABLE = {row.source for row in TABLE if row.event is Event.ESCALATE}


def reachable(kind):
    found, frontier = set(), {State.PENDING_REVIEW}
    while frontier:
        state = frontier.pop()
        found.add(state)
        for row in TABLE:
            if row.source is state and kind in row.types:
                frontier |= ({row.to} if row.to else DISPUTABLE & found) - found
    return found


def test_every_state_is_reached_by_some_type():
    assert set.union(*(reachable(kind) for kind in CaseType)) == set(State)


@pytest.mark.parametrize("kind", CaseType)
def test_every_type_can_be_opened_completed_and_closed(kind):
    assert lifecycle.rows(kind, None, Event.OPEN)
    assert reachable(kind) >= TERMINAL_STATES


@pytest.mark.parametrize("kind", CaseType)
@pytest.mark.parametrize("state", OPEN_STATES)
def test_every_open_state_a_type_reaches_has_a_way_out(kind, state):
    if state not in reachable(kind):
        assert not any(row.to is state and kind in row.types and row.source in reachable(kind) for row in TABLE)
        return
    exits = [row for row in TABLE if row.source is state and kind in row.types and row.to is not state]
    parties = frozenset().union(*(row.parties for row in exits))
    assert Party.CLOCK in parties or {Party.BUYER} | SHOP & parties or Party.GATEWAY in parties
    assert exits


@pytest.mark.parametrize("state", sorted(lifecycle.STATE_CLOCKS))
def test_where_a_clock_runs_its_end_leads_out(state):
    rule = lifecycle.CLOCKS[lifecycle.STATE_CLOCKS[state]]
    for kind in CaseType:
        if state in reachable(kind):
            assert lifecycle.may(kind, state, rule.event, {Party.CLOCK}), (kind, state)


def test_nothing_leaves_a_terminal_state():
    assert not [row for row in TABLE if row.source in TERMINAL_STATES]


def test_every_event_and_clock_is_used_and_every_close_has_its_reason():
    assert {row.event for row in TABLE} == set(Event)
    assert {clock for row in TABLE for clock in row.arms} == set(Clock)
    for row in TABLE:
        assert (row.to is State.CLOSED) == (row.close_reason is not None)
    assert {row.close_reason for row in TABLE} >= {
        CloseReason.BUYER_CANCELLED,
        CloseReason.BUYER_NO_RETURN,
        CloseReason.BUYER_NO_REPLY,
        CloseReason.REJECTED_FINAL,
        CloseReason.DISPUTE_LOST,
    }


def test_a_row_that_enters_a_state_starts_its_clock():
    for row in TABLE:
        clock = lifecycle.STATE_CLOCKS.get(row.to) if row.to else None
        same = row.source is not None and lifecycle.STATE_CLOCKS.get(row.source) is clock
        if clock and row.to is not row.source and not same:
            assert clock in row.arms + row.resumes, row


def test_only_the_buyer_does_what_needs_the_buyer():
    for row in TABLE:
        if row.event in BUYER_EVENTS:
            assert row.parties <= {Party.BUYER, Party.CLOCK}
    assert BUYER_EVENTS < API_EVENTS


def test_approval_leads_where_the_type_says():
    targets = {
        kind: lifecycle.step(kind, State.PENDING_REVIEW, Event.APPROVE, {Party.MERCHANT}, holding(Guard.STOCK_ALLOCATED)).to
        for kind in CaseType
    }
    assert targets == {
        CaseType.REFUND_ONLY: State.REFUNDING,
        CaseType.PRICE_ADJUST: State.REFUNDING,
        CaseType.RETURN_REFUND: State.AWAITING_RETURN,
        CaseType.EXCHANGE: State.AWAITING_RETURN,
        CaseType.REPAIR: State.AWAITING_RETURN,
        CaseType.RESHIP: State.AWAITING_DISPATCH,
    }


def test_goods_that_stay_with_the_customer_are_refunded_at_once():
    row = lifecycle.step(CaseType.RETURN_REFUND, State.PENDING_REVIEW, Event.APPROVE, {Party.MERCHANT}, holding(Guard.KEEP_ITEM))
    assert row.to is State.REFUNDING


def test_a_refused_offer_goes_back_to_where_the_goods_are():
    back = {
        guard: lifecycle.step(CaseType.RETURN_REFUND, State.NEGOTIATING, Event.LAPSE, {Party.CLOCK}, holding(guard)).to
        for guard in (Guard.GOODS_RECEIVED, Guard.NO_GOODS_RECEIVED)
    }
    assert back == {Guard.GOODS_RECEIVED: State.INSPECTED, Guard.NO_GOODS_RECEIVED: State.PENDING_REVIEW}


def test_what_has_passed_is_a_conflict_what_others_do_is_not_allowed_what_is_missing_is_named():
    with pytest.raises(Conflict):
        lifecycle.step(CaseType.RETURN_REFUND, State.COMPLETED, Event.APPROVE, {Party.MERCHANT}, holding())
    with pytest.raises(NotAllowed):
        lifecycle.step(CaseType.RETURN_REFUND, State.PENDING_REVIEW, Event.APPROVE, {Party.BUYER}, holding())
    with pytest.raises(RuleViolation) as refusal:
        lifecycle.step(CaseType.RETURN_REFUND, State.PENDING_REVIEW, Event.REJECT, {Party.MERCHANT}, holding())
    assert refusal.value.code == "reason_given"


def test_clocks_end_by_hours_or_by_days_of_the_shop():
    start = datetime(2026, 3, 27, 9, 30, tzinfo=UTC)
    berlin = ZoneInfo("Europe/Berlin")
    assert lifecycle.due_at(Clock.MERCHANT_REVIEW, start, berlin) == start + timedelta(hours=48)
    assert lifecycle.due_at(Clock.BUYER_SHIP, start, berlin) == start + timedelta(days=7, hours=-1)  # summer time began


def test_a_clock_that_waited_runs_on_for_at_least_a_day():
    assert lifecycle.resumed_for(timedelta(hours=3)) == timedelta(hours=24)
    assert lifecycle.resumed_for(timedelta(hours=30)) == timedelta(hours=30)


def holding(*guards):
    return lambda guard: guard in guards

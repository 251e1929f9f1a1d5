"""What the application tells the engine out of order: T25, T26, T46 to T48 and T50 to T53 of sla.md."""

from datetime import timedelta

from helpdesk.sla.rules import documents, timers
from helpdesk.sla.rules.clocks import Clock, Terms
from helpdesk.sla.rules.signals import Absorbed, AgentReply, CustomerMessage, Signal, StatusSet
from helpdesk.sla.rules.track import Track
from helpdesk.sla.vocabulary import CloseReason, Metric, TicketStatus
from tests.sla.told import HOUR_POLICY, K1, local

TERMS = Terms(documents.policy(HOUR_POLICY), documents.calendar(K1))
EARLY_WARNING = Terms(documents.policy(HOUR_POLICY | {"warn_before_s": 900}), documents.calendar(K1))


def heard(*signals: Signal, terms: Terms = TERMS) -> Track:
    track = Track(terms=terms)
    for signal in signals:
        track = timers.apply(track, signal)
    return track


def wrote(at: str, position: int) -> CustomerMessage:
    return CustomerMessage(at=local(at), position=position)


def clock(track: Track, metric: Metric = Metric.FIRST_REPLY) -> Clock:
    found = track.latest(metric)
    assert found is not None
    return found


def test_t25_a_reply_accepted_in_time_is_met_though_it_is_read_after_the_sweep() -> None:
    track, _ = timers.swept(heard(wrote("10:00", 1)), local("11:00:15"))
    assert clock(track).breached_at == local("11:00")
    track = timers.apply(track, AgentReply(at=local("10:59:40"), position=2))
    assert (clock(track).state, clock(track).elapsed_s) == ("met", 3580)


def test_t26_a_stalled_poller_hides_no_waiting_time() -> None:
    assert clock(heard(wrote("10:00", 1))).due_at == local("11:00")


def test_a_message_older_than_the_pause_it_ends_makes_the_pause_empty() -> None:
    pending = StatusSet(at=local("10:20"), to=TicketStatus.PENDING)
    track = heard(wrote("10:00", 1), pending, wrote("10:10", 2))
    assert clock(track, Metric.RESOLUTION).due_at == local("18:00")


def test_t51_a_sweep_that_comes_too_late_sends_no_early_warning() -> None:
    track, sent = timers.swept(heard(wrote("10:00", 1), terms=EARLY_WARNING), local("13:00"))
    assert (sent, clock(track).warn_at, clock(track).breached_at) == ([], None, local("11:00"))


def test_t53_a_second_sweep_finds_nothing_to_do() -> None:
    once, sent = timers.swept(heard(wrote("10:00", 1), terms=EARLY_WARNING), local("10:45:10"))
    assert [warning.kind for _, warning in sent] == ["before_900"]
    assert timers.swept(once, local("10:45:10")) == (once, [])


def test_t52_a_sweep_within_the_second_of_the_deadline_waits() -> None:
    track, _ = timers.swept(heard(wrote("10:00", 1)), local("11:00"))
    assert clock(track).breached_at is None


def test_t46_the_older_unanswered_message_leads_after_a_merge() -> None:
    b_into_a = heard(wrote("10:00", 1), Absorbed(at=local("10:40"), messages=((2, local("10:30")),)))
    assert clock(b_into_a).due_at == local("11:00")
    a_into_b = heard(wrote("10:30", 2), Absorbed(at=local("10:40"), messages=((1, local("10:00")),)))
    assert clock(a_into_b).due_at == local("11:00")
    assert clock(a_into_b, Metric.RESOLUTION).started_at == local("10:00")


def test_t46_the_merged_ticket_s_clocks_end() -> None:
    merged = StatusSet(at=local("10:40"), to=TicketStatus.CLOSED, reason=CloseReason.MERGED)
    track = heard(wrote("10:30", 2), merged)
    assert {(each.end_reason, each.missed) for each in track.clocks} == {("merged", False)}


def test_t47_an_answered_survivor_gets_a_next_reply_cycle() -> None:
    reply = AgentReply(at=local("10:20"), position=2)
    track = heard(wrote("10:00", 1), reply, Absorbed(at=local("10:40"), messages=((3, local("10:30")),)))
    assert clock(track, Metric.NEXT_REPLY).due_at == local("11:30")


def test_a_solved_survivor_is_reopened_by_an_unanswered_message() -> None:
    solved = AgentReply(at=local("10:20"), position=2, status=TicketStatus.SOLVED)
    track = heard(wrote("10:00", 1), solved, Absorbed(at=local("10:40"), messages=((3, local("10:30")),)))
    assert track.status is TicketStatus.OPEN
    assert clock(track, Metric.RESOLUTION).due_at == local("18:20")


def test_a_merge_without_unanswered_messages_changes_nothing() -> None:
    track = heard(wrote("10:00", 1))
    assert timers.apply(track, Absorbed(at=local("10:40"), messages=())) == track


def test_t50_a_split_message_keeps_its_own_instant() -> None:
    track = heard(wrote("10:00", 1))
    assert clock(track).due_at == local("10:00") + timedelta(hours=1)

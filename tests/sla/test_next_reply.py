"""The next-reply and redeliver clocks: T28 to T32 and T58 of sla.md."""

from tests.sla.told import event, told

ANSWERED = (event("09:30", "customer_message", id="m0"), event("09:40", "agent_reply", id="r0"))


def test_t28_an_agent_s_opening_message_is_answered_by_the_customer() -> None:
    story = told(event("10:00", "agent_opened", public=True), event("10:30", "customer_message"), until="10:40")
    assert story.metrics() == [("next_reply", 1), ("resolution", 1)]
    assert story.shown("next_reply", "due_at") == "03-10 11:30:00"
    assert story.shown("resolution", "started_at") == "03-10 10:30:00"


def test_t29_later_messages_do_not_reset_the_cycle() -> None:
    three = [event(at, "customer_message") for at in ("10:00", "10:10", "10:40")]
    assert told(*ANSWERED, *three, until="10:45").shown("next_reply", "due_at") == "03-10 11:00:00"


def test_t30_thanks_need_no_reply() -> None:
    three = [event(at, "customer_message") for at in ("10:00", "10:10", "10:40")]
    story = told(
        *ANSWERED,
        *three,
        event("10:50", "agent_reply"),
        event("10:55", "customer_message"),
        event("11:00", "no_reply_needed"),
        until="14:00",
    )
    first, second = story.clock("next_reply", 1), story.clock("next_reply", 2)
    assert (first["state"], first["elapsed_s"]) == ("met", 3000)
    assert (second["state"], second["end_reason"], second["missed"]) == ("ended", "no_reply_needed", False)


def test_t31_a_message_that_came_while_typing_opens_its_own_cycle() -> None:
    story = told(
        event("10:00", "customer_message", id="m1"),
        event("10:50:00", "customer_message", id="m2"),
        event("10:50:05", "agent_reply", id="r1", seen_up_to="m1"),
        until="11:00",
    )
    assert story.clock("first_reply")["elapsed_s"] == 3005
    assert story.shown("next_reply", "started_at") == "03-10 10:50:00"
    assert story.shown("next_reply", "due_at") == "03-10 11:50:00"


def test_a_reply_that_saw_nothing_new_answers_nothing() -> None:
    story = told(
        *ANSWERED,
        event("10:00", "customer_message", id="m1"),
        event("10:05", "agent_reply", seen_up_to="m0"),
        until="10:10",
    )
    assert (story.clock("next_reply")["state"], story.shown("next_reply", "due_at")) == ("running", "03-10 11:00:00")


def test_undoing_a_reply_takes_back_the_cycle_it_opened() -> None:
    story = told(
        event("10:00", "customer_message", id="m1"),
        event("10:50:00", "customer_message", id="m2"),
        event("10:50:05", "agent_reply", id="r1", seen_up_to="m1"),
        event("10:50:12", "reply_undone", id="r1"),
        until="10:55",
    )
    assert story.metrics() == [("first_reply", 1), ("resolution", 1)]
    assert story.clock("first_reply")["state"] == "running"


def test_t32_an_out_of_office_starts_and_resumes_nothing() -> None:
    story = told(
        event("10:00", "customer_message"),
        event("10:30", "agent_reply", status="pending"),
        event("10:31", "customer_message", automatic=True),
        until="12:00",
    )
    assert story.metrics() == [("first_reply", 1), ("resolution", 1)]
    assert story.clock("resolution")["state"] == "paused"


def test_an_out_of_office_does_not_reopen_a_solved_ticket() -> None:
    story = told(
        *ANSWERED, event("10:00", "status", to="solved"), event("10:01", "customer_message", automatic=True), until="12:00"
    )
    assert story.clock("resolution")["state"] == "met"


def test_t58_a_bounced_reply_must_be_delivered_again() -> None:
    story = told(
        event("10:00", "customer_message"),
        event("10:50", "agent_reply", id="r1"),
        event("10:55", "bounce", id="r1"),
        until="11:00",
    )
    assert (story.clock("first_reply")["state"], story.clock("redeliver")["state"]) == ("met", "running")
    assert story.shown("redeliver", "started_at") == "03-10 10:55:00"
    assert story.shown("redeliver", "due_at") == "03-10 11:55:00"


def test_redelivery_ends_with_the_reply_that_arrives() -> None:
    bounced_twice = (
        event("10:00", "customer_message"),
        event("10:50", "agent_reply", id="r1"),
        event("10:55", "bounce", id="r1"),
        event("11:10", "agent_reply", id="r2"),
        event("11:12", "bounce", id="r2"),
    )
    assert told(*bounced_twice, until="11:20").clock("redeliver")["state"] == "running"
    story = told(*bounced_twice, event("11:40", "agent_reply", id="r3"), until="13:00")
    assert story.clock("redeliver")["elapsed_s"] == 2700
    assert [metric for metric, _ in story.metrics()].count("redeliver") == 1


def test_a_bounced_acknowledgement_starts_nothing() -> None:
    story = told(
        event("10:00", "customer_message"),
        event("10:00:05", "auto_reply", id="a1"),
        event("10:01", "bounce", id="a1"),
        until="10:30",
    )
    assert story.metrics() == [("first_reply", 1), ("resolution", 1)]


def test_events_at_one_instant_count_in_file_order() -> None:
    reply_first = told(*ANSWERED, event("10:00", "agent_reply"), event("10:00", "customer_message"), until="10:01")
    assert reply_first.clock("next_reply")["state"] == "running"
    message_first = told(*ANSWERED, event("10:00", "customer_message"), event("10:00", "agent_reply"), until="10:01")
    assert (message_first.clock("next_reply")["state"], message_first.clock("next_reply")["elapsed_s"]) == ("met", 0)


def test_a_later_call_answered_live_answers_what_was_waiting() -> None:
    story = told(*ANSWERED, event("10:00", "customer_message"), event("10:20", "call_answered"), until="12:00")
    assert (story.clock("next_reply")["state"], story.clock("next_reply")["elapsed_s"]) == ("met", 1200)

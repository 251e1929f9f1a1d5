"""A row leaves the house once, whatever the provider, Redis and the workers do (HARDENING G22-G26, J1-J11)."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from helpdesk.notifications import claims, delivery, jobs
from helpdesk.notifications.models import ChannelRest, Notification
from helpdesk.notifications.vocabulary import MOST_FAILURES, Status
from kit import clock, queue
from kit.accounts.models import User
from kit.db import db
from kit.events import publish
from tests.notifications.conftest import fresh
from tests.notifications.twin import Twin

Ask = Callable[[User], Notification]


def later(**span: int) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(**span), tick=True)


def replay(work: Callable[[], None]) -> None:
    jobs.replay()
    work()


def test_a_mail_is_accepted_once(twin: Twin, customer: User, request_reset: Ask, work: Callable[[], None]) -> None:
    row = request_reset(customer)
    work()
    jobs.deliver(row.id)
    sent = fresh(row)
    assert (sent.status, sent.attempt, sent.provider_id) == (Status.SENT, 1, "sg-1")
    assert len(twin.asked) == 1
    assert twin.asked[0]["path"] == "/v3/mail/send"
    assert twin.keys == {"Bearer SG.of-the-twin"}


def test_what_the_provider_gets(twin: Twin, customer: User, request_reset: Ask, work: Callable[[], None]) -> None:
    row = request_reset(customer)
    work()
    body = twin.accepted[0]
    assert body["personalizations"] == [
        {"to": [{"email": "hannah.brooks@example.com"}], "custom_args": {"notification_id": str(row.id)}}
    ]
    assert body["headers"]["Auto-Submitted"] == "auto-generated"
    assert body["headers"]["X-Auto-Response-Suppress"] == "All"
    assert body["headers"]["X-Loop"] == "in.linden.example"
    assert body["headers"]["Message-ID"].endswith("@in.linden.example>")
    assert [part["type"] for part in body["content"]] == ["text/plain", "text/html"]


def test_a_busy_provider_is_waited_for_and_that_is_no_failure(
    twin: Twin, customer: User, request_reset: Ask, work: Callable[[], None]
) -> None:
    twin.script.append((429, {"Retry-After": "60"}))
    row = request_reset(customer)
    work()
    waiting = fresh(row)
    assert (waiting.status, waiting.failures) == (Status.QUEUED, 0)
    assert waiting.not_before is not None
    assert 50 <= (waiting.not_before - clock.now()).total_seconds() <= 60
    replay(work)
    assert len(twin.asked) == 1
    with later(seconds=61):
        replay(work)
    assert fresh(row).status is Status.SENT


def test_a_busy_provider_is_left_alone_by_all_rows(
    twin: Twin, make_user: Callable[..., User], request_reset: Ask, work: Callable[[], None]
) -> None:
    twin.script.append((429, {"X-RateLimit-Reset": str(int(clock.now().timestamp()) + 30)}))
    rows = [request_reset(make_user("customer", f"Reader {number}")) for number in range(5)]
    work()
    assert len(twin.asked) == 1
    with later(seconds=31):
        replay(work)
    assert [fresh(row).status for row in rows] == [Status.SENT] * 5
    assert len(twin.accepted) == 5


def test_a_broken_provider_is_tried_again_later(twin: Twin, customer: User, request_reset: Ask, work: Callable[[], None]) -> None:
    twin.script.extend([500, 503])
    row = request_reset(customer)
    work()
    assert (fresh(row).status, fresh(row).failures) == (Status.QUEUED, 1)
    with later(seconds=20):
        replay(work)
    assert fresh(row).failures == 2
    with later(seconds=60):
        replay(work)
    assert fresh(row).status is Status.SENT
    assert len(twin.accepted) == 1


def test_a_provider_that_cannot_be_reached_costs_nothing(twin: Twin, customer: User, request_reset: Ask) -> None:
    twin.close()
    row = request_reset(customer)
    jobs.deliver(row.id)
    assert (fresh(row).status, fresh(row).failures) == (Status.QUEUED, 1)
    assert "ConnectionRefused" in fresh(row).last_error


def test_endless_failure_ends_as_failed(twin: Twin, customer: User, request_reset: Ask) -> None:
    twin.script.append(500)
    row = request_reset(customer)
    db.session.execute(update(Notification).where(Notification.id == row.id).values(failures=MOST_FAILURES - 1))
    db.session.commit()
    jobs.deliver(row.id)
    assert fresh(row).status is Status.FAILED


def test_a_refused_letter_is_not_sent_again(twin: Twin, customer: User, request_reset: Ask, work: Callable[[], None]) -> None:
    twin.script.append(400)
    row = request_reset(customer)
    work()
    with later(days=1):
        replay(work)
    assert fresh(row).status is Status.FAILED
    assert len(twin.asked) == 1


def test_a_refused_key_rests_the_channel_and_keeps_the_queue(
    twin: Twin, make_user: Callable[..., User], request_reset: Ask, work: Callable[[], None]
) -> None:
    twin.script.append(401)
    rows = [request_reset(make_user("customer", f"Reader {number}")) for number in range(3)]
    work()
    assert [fresh(row).status for row in rows] == [Status.QUEUED] * 3
    assert db.session.get_one(ChannelRest, "email").reason.startswith("401")
    with later(minutes=6):
        replay(work)
    assert [fresh(row).status for row in rows] == [Status.SENT] * 3


def test_an_answer_lost_on_the_way_is_ambiguous_and_sent_again_after_ten_minutes(
    twin: Twin, customer: User, request_reset: Ask, work: Callable[[], None]
) -> None:
    twin.script.append("drop")
    row = request_reset(customer)
    work()
    assert fresh(row).status is Status.AMBIGUOUS
    with later(minutes=9):
        replay(work)
    assert fresh(row).status is Status.AMBIGUOUS
    with later(minutes=11):
        replay(work)
    assert fresh(row).status is Status.SENT
    first, second = (body["headers"]["Message-ID"] for body in twin.accepted)
    assert first == second


def test_silence_is_ambiguous(twin: Twin, customer: User, request_reset: Ask) -> None:
    twin.script.append("hang")
    row = request_reset(customer)
    jobs.deliver(row.id)
    assert fresh(row).status is Status.AMBIGUOUS
    assert "Timeout" in fresh(row).last_error or "timed out" in fresh(row).last_error


def test_redis_may_be_flushed(twin: Twin, customer: User, request_reset: Ask, work: Callable[[], None]) -> None:
    row = request_reset(customer)
    queue.connection().flushdb()
    work()
    assert fresh(row).status is Status.QUEUED
    replay(work)
    assert fresh(row).status is Status.SENT
    assert len(twin.accepted) == 1


def test_two_workers_racing_for_a_row_send_it_once(app: Flask, twin: Twin, customer: User, request_reset: Ask) -> None:
    row = request_reset(customer)
    start = threading.Barrier(4)

    def worker() -> None:
        with app.app_context():
            start.wait()
            delivery.deliver(row.id)
            db.session.remove()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(twin.accepted) == 1
    assert (fresh(row).status, fresh(row).attempt) == (Status.SENT, 1)


def test_two_workers_draining_share_the_rows(app: Flask, twin: Twin, make_user: Callable[..., User], request_reset: Ask) -> None:
    rows = [request_reset(make_user("customer", f"Reader {number}")) for number in range(45)]

    def worker() -> None:
        with app.app_context():
            jobs.drain_fast()
            db.session.remove()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {fresh(row).status for row in rows} == {Status.SENT}
    assert len(twin.accepted) == 45


def test_a_worker_killed_before_sending_loses_a_minute(
    twin: Twin, customer: User, request_reset: Ask, work: Callable[[], None]
) -> None:
    row = request_reset(customer)
    assert claims.claim(row.id, now=clock.now()) is not None
    replay(work)
    assert twin.asked == []
    with later(seconds=61):
        replay(work)
    assert fresh(row).status is Status.SENT
    assert len(twin.accepted) == 1


def test_a_worker_killed_while_sending_waits_for_the_providers_word(
    twin: Twin, customer: User, request_reset: Ask, work: Callable[[], None]
) -> None:
    row = request_reset(customer)
    claim = claims.claim(row.id, now=clock.now())
    assert claim is not None
    assert claims.begin(claim, now=clock.now())
    with later(seconds=61):
        replay(work)
    assert fresh(row).status is Status.AMBIGUOUS
    with later(minutes=12):
        replay(work)
    assert fresh(row).status is Status.SENT


def test_an_overtaken_worker_must_not_send(twin: Twin, customer: User, request_reset: Ask) -> None:
    row = request_reset(customer)
    slow = claims.claim(row.id, now=clock.now())
    assert slow is not None
    with later(seconds=61):
        delivery.settle()
        jobs.deliver(row.id)
        assert not claims.begin(slow, now=clock.now())
    assert len(twin.accepted) == 1


def test_a_row_that_cannot_be_rendered_does_not_stop_the_others(
    twin: Twin, make_user: Callable[..., User], request_reset: Ask, now: datetime
) -> None:
    broken = request_reset(make_user("customer", "Reader One"))
    whole = request_reset(make_user("customer", "Reader Two"))
    statement = update(Notification).where(Notification.id == broken.id)
    db.session.execute(statement.values(kind="agent_reply", subject={}))
    db.session.commit()
    jobs.drain_fast()
    assert fresh(whole).status is Status.SENT
    assert (fresh(broken).status, fresh(broken).failures) == (Status.QUEUED, 1)


def test_a_letter_of_a_batch_costs_three_statements(
    twin: Twin, make_user: Callable[..., User], request_reset: Ask, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    sent: list[int] = []
    for number in (2, 12):
        for place in range(number):
            request_reset(make_user("customer", f"Reader {number} {place}"))
        with count_queries() as statements:
            jobs.drain_fast()
        sent.append(len(statements))
    assert (sent[1] - sent[0]) / 10 <= 3, sent


def test_a_kind_of_newer_code_waits(twin: Twin, customer: User, request_reset: Ask) -> None:
    row = request_reset(customer)
    db.session.execute(update(Notification).where(Notification.id == row.id).values(kind="from_tomorrow"))
    db.session.commit()
    jobs.deliver(row.id)
    assert fresh(row).status is Status.QUEUED


def test_somebody_without_an_address_is_skipped(twin: Twin, customer: User, request_reset: Ask) -> None:
    row = request_reset(customer)
    db.session.execute(update(User).where(User.id == customer.id).values(email=None))
    db.session.commit()
    jobs.deliver(row.id)
    assert (fresh(row).status, fresh(row).last_error) == (Status.SKIPPED, "no_address")


def test_no_row_and_no_mail_when_the_transaction_fails(twin: Twin, customer: User, now: datetime, work: Callable[[], None]) -> None:
    from kit.accounts.events import AccountMailRequested
    from kit.accounts.vocabulary import AccountMail
    from kit.db import command

    @command
    def fail() -> None:
        publish(AccountMailRequested(user_id=customer.id, mail=AccountMail.RESET, at=now))
        raise RuntimeError("after all")

    with pytest.raises(RuntimeError):
        fail()
    work()
    assert twin.asked == []
    assert db.session.query(Notification).count() == 0

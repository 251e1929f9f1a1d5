"""A real shop made of an installation."""

import pytest
from sqlalchemy import func, select

from helpdesk.knowledge import queries as knowledge
from helpdesk.operations import emptying, founding
from helpdesk.operations.founding import Administrator
from helpdesk.operations.hours import describe, parse_hours
from helpdesk.sla import queries as sla
from kit import profile
from kit.accounts import queries as accounts
from kit.accounts.models import User
from kit.accounts.vocabulary import Role
from kit.db import db
from kit.errors import RuleViolation
from kit.events import EventRecord

ADMIN = Administrator(email="owner@shop.example", name="Owner", password="a long password")
SHOP = {"name": {"en": "Teahouse", "zh": "茶屋"}, "timezone": "Europe/Berlin", "currency": "EUR"}


def test_the_shop_gets_its_particulars_and_an_administrator(app, now):
    founding.found(SHOP, ADMIN, now=now)
    assert (profile.current().name["zh"], profile.current().currency, profile.current().is_set_up) == ("茶屋", "EUR", True)
    assert accounts.user_by_email("owner@shop.example").role is Role.SUPERADMIN


def test_setting_up_twice_changes_nothing_more(app, now):
    for _ in range(2):
        person = founding.found(SHOP, ADMIN, now=now)
        founding.keep_hours(parse_hours("mon-fri 09:00-18:00"), actor=person, now=now)
    assert db.session.scalar(select(func.count()).select_from(User)) == 1
    calendars = [calendar for calendar in sla.current_calendars() if calendar.document]
    assert [calendar.version for calendar in calendars] == [2]


def test_the_hours_become_the_calendar_of_every_policy(app, now):
    person = founding.found(SHOP, ADMIN, now=now)
    founding.keep_hours(parse_hours("mon-fri 09:00-18:00, sat 10:00-16:00"), actor=person, now=now)
    calendar = next(calendar for calendar in sla.current_calendars() if calendar.document)
    assert calendar.document["timezone"] == "Europe/Berlin"
    assert calendar.document["week"]["sat"] == [["10:00", "16:00"]]
    assert {policy.calendar_id for policy in sla.current_policies()} == {calendar.id}
    founding.keep_hours(None, actor=person, now=now)
    assert calendar.id not in {policy.calendar_id for policy in sla.current_policies()}


def test_a_bad_address_is_refused_and_leaves_the_shop_as_it_was(app, now):
    with pytest.raises(RuleViolation):
        founding.found(SHOP, Administrator(email="nobody", name="N", password="a long password"), now=now)
    profile.forget()
    assert not profile.current().is_set_up


def test_emptying_removes_the_demo_and_keeps_real_staff(app, make_user, now):
    make_user("agent", "Demo Agent", is_demo=True)
    make_user("customer", "Some Customer")
    make_user("admin", "Real Admin")
    profile.save(is_demo=True)
    assert emptying.empty_the_shop(now) == 1
    assert db.session.scalars(select(User.name)).all() == ["Real Admin"]
    assert not profile.current().is_demo
    assert db.session.scalar(select(func.count()).select_from(EventRecord)) == 0
    assert len(knowledge.published()) >= 10
    assert sla.current_policies()


@pytest.mark.parametrize(
    "text, days",
    [
        ("mon-sun 09:00-21:00", 7),
        ("Mon-Fri 09:00-12:30 13:30-18:00", 5),
        ("sat-mon 10:00-24:00", 3),
        ("wed 00:00-24:00", 1),
    ],
)
def test_hours_are_read_as_they_are_typed(text, days):
    assert len(parse_hours(text)) == days


def test_around_the_clock_has_no_week():
    assert parse_hours("24x7") is None


@pytest.mark.parametrize("text", ["", "always", "mon 9-18", "mon-fri 18:00-09:00", "xyz 09:00-18:00", "mon 25:00-26:00", "mon-fri"])
def test_hours_that_make_no_sense_are_refused_with_a_hint(text):
    with pytest.raises(ValueError, match=r"like|no day|no span"):
        parse_hours(text)


def test_hours_are_described_in_one_line():
    assert describe(parse_hours("mon-fri 09:00-18:00, sat 10:00-16:00")) == "mon-fri 09:00-18:00, sat 10:00-16:00"

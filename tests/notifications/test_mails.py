"""Every kind of mail as it reads, in both languages, against what was agreed on (`mails/`; SNAPSHOTS=write writes them anew)."""

import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask_babel import force_locale
from sqlalchemy import update

from helpdesk import shop
from helpdesk.notifications import delivery, jobs
from helpdesk.notifications.kinds import KINDS
from helpdesk.notifications.models import Notification
from helpdesk.notifications.vocabulary import Status
from helpdesk.proposals import commands as proposals
from helpdesk.proposals.models import ProposalItem
from helpdesk.proposals.registry import EXECUTORS, ItemDraft
from helpdesk.returns.commands import authorizing, receiving, requesting
from helpdesk.returns.models import Case
from helpdesk.returns.vocabulary import CaseType, Reason
from helpdesk.sla.events import Breached, BreachWarning
from helpdesk.surveys import commands as surveys
from helpdesk.surveys import queries as survey_queries
from helpdesk.tickets.commands import conversation, lifecycle
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import Reason as Closing
from helpdesk.tickets.vocabulary import Status as TicketStatus
from kit import profile
from kit.accounts import commands as accounts
from kit.accounts.models import User
from kit.accounts.vocabulary import AccountMail
from kit.db import command, db
from kit.events import publish
from storefront.catalogue.commands import publishing
from storefront.catalogue.vocabulary import DelistReason
from storefront.events import ProductSubmitted, StockLow
from storefront.inventory.models import StockLevel
from storefront.orders.models import Order
from storefront.payments.commands import closing
from tests.notifications.conftest import text_of

KEPT = Path(__file__).parent / "mails"
CHANGING = (
    (r"[TR]-\d{7,}", "NUMBER"),
    (r"LD\d{6}-[0-9A-Z]{7}", "ORDER"),
    (r"/(survey|confirm|reset)/[\w.~-]+", r"/\1/TOKEN"),
    (r"SF\d{8,}|LT\w{8,}", "PARCEL"),
    (r"/manage/(stock|products)/\d+", r"/manage/\1/ID"),
    (r"\b[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}\b", "CODE"),
)
Read = Callable[[], list[EmailMessage]]


class Story:
    """What must happen so that each mail is due; every method is named after its kind."""

    def __init__(self, request: pytest.FixtureRequest, customer: User, agent: User, now: datetime) -> None:
        self._request, self.customer, self.agent, self.now = request, customer, agent, now

    @property
    def ticket(self) -> Ticket:
        found: Ticket = self._request.getfixturevalue("make_ticket")(assignee=self.agent)
        return found

    @property
    def order(self) -> Order:
        found: Order = self._request.getfixturevalue("order")
        return found

    def acknowledgement(self) -> None:
        _ = self.ticket

    def guest_code(self) -> None:
        from helpdesk.tickets.commands import guest_access

        guest_access.request(self.customer.id, order_id=None, ticket_id=self.ticket.id, now=self.now)

    def agent_reply(self) -> None:
        words = "I am sorry about the lid.\n\nA new kettle leaves today & arrives <tomorrow>."
        conversation.reply(self.ticket.id, words, seen_up_to=None, actor=self.agent, now=self.now)

    def proposal(self) -> None:
        items = [ItemDraft(resolution="store_credit", amount_minor=3000), ItemDraft(resolution="explanation")]
        words = "Sorry about the kettle. Please stop using it. Here is what we offer."
        until = self.now + timedelta(days=2)
        self.offered = proposals.offer(self.ticket.id, items, words, until, actor=self.agent, now=self.now)

    def proposal_reminder(self) -> None:
        self.proposal()
        from helpdesk.proposals.events import ProposalReminded

        self._publish(ProposalReminded(proposal_id=self.offered.id, ticket_id=self.offered.ticket_id, at=self.now))

    def breach_warning(self) -> None:
        ticket = self.ticket
        fact: dict[str, Any] = {"ticket_id": ticket.id, "metric": ticket.next_metric, "cycle": 1, "due_at": ticket.next_due_at}
        self._publish(BreachWarning(**fact, kind="before_900", to=["owner"], at=self.now))

    def breach(self) -> None:
        ticket = self.ticket
        fact: dict[str, Any] = {"ticket_id": ticket.id, "metric": "first_reply", "cycle": 1, "due_at": self.now}
        self._publish(Breached(**fact, breached_at=self.now, cause=None, at=self.now))

    def survey(self) -> None:
        ticket = self.ticket
        conversation.reply(ticket.id, "Done.", seen_up_to=None, status=TicketStatus.SOLVED, actor=self.agent, now=self.now)
        (self.survey_id,) = survey_queries.due_ids(self.now + timedelta(hours=1))
        surveys.ask(self.survey_id, now=self.now + timedelta(hours=1))

    def survey_reminder(self) -> None:
        self.survey()
        surveys.remind(self.survey_id, now=self.now + timedelta(hours=2))

    def _case(self) -> Case:
        line = self.order.lines[0]
        request = requesting.Request(
            order_id=self.order.id, customer_id=self.customer.id, units={line.id: 1}, type=CaseType.RETURN_REFUND,
            reason=Reason.OTHER, description="The lamp does not stand straight.", subject="Return",
        )  # fmt: skip
        return requesting.open_case(request, actor=self.customer, now=self.now)

    def case_opened(self) -> None:
        self._case()

    def case_approved(self) -> None:
        profile.save(returns_address="200 Zhangyang Road, Pudong, Shanghai")
        authorizing.approve(self._case().id, actor=self.agent, now=self.now)

    def case_rejected(self) -> None:
        reason = "The lamp shows traces of use that go beyond trying it."
        authorizing.reject(self._case().id, reason, actor=self.agent, now=self.now)

    def goods_received(self) -> None:
        case = self._case()
        authorizing.approve(case.id, actor=self.agent, now=self.now)
        receiving.add_tracking(case.id, "sf", "SF1402998106354", actor=self.customer, now=self.now)
        receiving.receive(case.id, {line.id: line.quantity for line in case.lines}, actor=self.agent, now=self.now)

    def refunded(self) -> None:
        parts = [shop.RefundPart(order_line_id=self.order.lines[0].id, quantity=1, amount_minor=11_414)]
        shop.request_refund(self.order.id, parts, "goodwill", "mail-test", self.agent.id, self.now, needs_approval=False)
        self._request.getfixturevalue("work")()

    def order_placed(self) -> None:
        self._request.getfixturevalue("make_order")(state="placed", placed_at=self.now)

    def order_paid(self) -> None:
        self._request.getfixturevalue("make_order")(state="paid", placed_at=self.now)

    def order_confirmed(self) -> None:
        self._request.getfixturevalue("make_order")(state="placed", placed_at=self.now, provider="cash_on_delivery")

    def order_cancelled(self) -> None:
        placed = self._request.getfixturevalue("make_order")(state="paid", placed_at=self.now)
        closing.cancel(placed.id, actor_id=self.customer.id, now=self.now)

    def order_shipped(self) -> None:
        self._request.getfixturevalue("make_order")(state="shipped", placed_at=self.now - timedelta(days=1))

    def order_delivered(self) -> None:
        _ = self.order

    def account_confirm(self) -> None:
        accounts.request_mail(self.customer, AccountMail.CONFIRM, now=self.now)

    def account_reset(self) -> None:
        accounts.request_mail(self.customer, AccountMail.RESET, now=self.now)

    def account_known_address(self) -> None:
        accounts.request_mail(self.customer, AccountMail.KNOWN_ADDRESS, now=self.now)

    def account_password_changed(self) -> None:
        accounts.request_mail(self.customer, AccountMail.PASSWORD_CHANGED, now=self.now)

    def product_withdrawn(self) -> None:
        line = self.order.lines[0]
        product_id = line.product_id or 0
        publishing.delist(product_id, DelistReason.QUALITY, now=self.now)

    def product_submitted(self) -> None:
        product = self._request.getfixturevalue("product")
        self._promoted()
        self._publish(ProductSubmitted(product_id=product.id, actor_id=self.customer.id, at=self.now))

    def stock_low(self) -> None:
        product = self._request.getfixturevalue("product")
        self._promoted()
        sku_id = product.skus[0].id
        db.session.execute(update(StockLevel).values(threshold=12))
        db.session.commit()
        self._publish(StockLow(sku_id=sku_id, product_id=product.id, available=10, threshold=12, at=self.now))

    def _promoted(self) -> None:
        db.session.execute(update(User).where(User.id == self.agent.id).values(role="manager"))
        db.session.commit()

    @staticmethod
    def _publish(fact: Any) -> None:
        command(publish)(fact)


@pytest.fixture
def story(request: pytest.FixtureRequest, customer: User, agent: User, now: datetime) -> Story:
    return Story(request, customer, agent, now)


def kinds() -> list[str]:
    return sorted(name for name in vars(Story) if not name.startswith("_") and name not in {"ticket", "order"})


@pytest.mark.parametrize("locale", ["en", "zh_Hans"])
@pytest.mark.parametrize("key", kinds())
def test_a_mail_reads_as_agreed(key: str, locale: str, story: Story, outbox_mails: Read, now: datetime) -> None:
    for person in (story.customer, story.agent):
        db.session.execute(update(User).where(User.id == person.id).values(locale=locale))
        db.session.commit()
    with time_machine.travel(now, tick=False):
        getattr(story, key)()
    mail = the_mail(key, outbox_mails, now)
    compare(f"{key}.{locale}.txt", f"Subject: {mail['subject']}\n\n{text_of(mail)}", offered(locale))
    compare(f"{key}.{locale}.html", html_of(mail), offered(locale))


def test_every_kind_has_a_story() -> None:
    assert kinds() == sorted(kind.key for kind in KINDS if kind.channel == "email")


@pytest.mark.parametrize("key", kinds())
def test_a_mail_works_without_pictures_scripts_and_styles_from_elsewhere(
    key: str, story: Story, outbox_mails: Read, now: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        getattr(story, key)()
    page = html_of(the_mail(key, outbox_mails, now))
    assert not re.search(r"<(img|script|link|iframe|form|input)\b", page)
    assert 'width="600"' in page
    assert not re.search(r"""(src|href)="(?!https?://)""", page)


def test_an_acknowledgement_holds_nothing_that_the_writer_typed(
    make_ticket: Callable[..., Ticket], make_user: Callable[..., User], outbox_mails: Read, now: datetime
) -> None:
    stranger = make_user("customer", "CANARY Buy now at evil.example", "victim@example.com")
    with time_machine.travel(now, tick=False):
        make_ticket("CANARY body https://evil.example", requester=stranger, subject="CANARY subject")
    mail = the_mail("acknowledgement", outbox_mails, now)
    assert "CANARY" not in mail.as_string() + text_of(mail) + html_of(mail)
    assert mail["Auto-Submitted"] == "auto-replied"


def test_at_most_three_acknowledgements_a_day_for_one_address(
    make_ticket: Callable[..., Ticket], now: datetime, customer: User
) -> None:
    for minute in range(6):
        make_ticket(f"Hello again, number {minute}", at=now + timedelta(minutes=minute))
    assert db.session.query(Notification).filter_by(kind="acknowledgement").count() == 3
    make_ticket("And tomorrow", at=now + timedelta(days=1))
    assert db.session.query(Notification).filter_by(kind="acknowledgement").count() == 4


def test_an_offer_is_mailed_once_and_not_also_as_a_reply(story: Story, outbox_mails: Read, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        story.proposal()
        jobs.drain_fast()
    reply = db.session.query(Notification).filter_by(kind="agent_reply").one()
    offer = db.session.query(Notification).filter_by(kind="proposal").one()
    assert (reply.status, offer.status) == (Status.SKIPPED, Status.SENT)


def test_a_reply_to_a_mail_finds_its_ticket(story: Story, outbox_mails: Read, now: datetime, app: Any) -> None:
    from helpdesk.notifications.rules import ids_of_reply_address

    with time_machine.travel(now, tick=False):
        story.agent_reply()
    mail = the_mail("agent_reply", outbox_mails, now)
    key = app.config["SECRET_KEY"].encode()
    ticket = db.session.query(Ticket).one()
    address = str(mail["Reply-To"])
    assert ids_of_reply_address(address, key) == (ticket.id, story.customer.id)
    other = address.replace(f".{story.customer.id:x}.", f".{story.agent.id:x}.")
    assert ids_of_reply_address(other, key) is None
    assert mail["References"] == mail["In-Reply-To"]


def test_a_solved_ticket_that_was_reopened_is_not_asked_about(story: Story, outbox_mails: Read, now: datetime) -> None:
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        story.survey()
        ticket = db.session.query(Ticket).one()
        lifecycle.set_status(ticket.id, TicketStatus.OPEN, actor=story.agent, now=now + timedelta(hours=1))
        jobs.drain_bulk()
    assert db.session.query(Notification).filter_by(kind="survey").one().status is Status.SKIPPED


def test_spam_is_never_surveyed(story: Story, now: datetime) -> None:
    lifecycle.set_status(story.ticket.id, TicketStatus.SOLVED, reason=Closing.SPAM, actor=story.agent, now=now)
    assert survey_queries.due_ids(now + timedelta(days=1)) == []


def the_mail(key: str, read: Read, now: datetime) -> EmailMessage:
    """Send every waiting notification of the kind, three minutes later; return its mail."""
    rows = db.session.query(Notification).filter_by(kind=key).order_by(Notification.id).all()
    with time_machine.travel(now + timedelta(minutes=3), tick=False):
        for row in rows:
            delivery.deliver(row.id)
    sent = [mail for mail in read() if mail["To"]]
    assert rows, f"nothing was queued for {key}"
    db.session.expire_all()
    assert rows[-1].status is Status.SENT, rows[-1].last_error
    return sent[-1]


def html_of(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    return str(body.get_content()) if body else ""


def offered(locale: str) -> list[str]:
    """The sentences of what was offered: they are worded, and tested, by proposals."""
    items = db.session.query(ProposalItem).all()
    with force_locale(locale):
        return [EXECUTORS.get(item.resolution).sentence(item) for item in items]


def compare(name: str, found: str, hidden: list[str]) -> None:
    for sentence in hidden:
        found = found.replace(sentence, "SENTENCE")
    for pattern, word in CHANGING:
        found = re.sub(pattern, word, found)
    found = "\n".join(line.rstrip() for line in found.strip().splitlines()) + "\n"
    path = KEPT / name
    if os.environ.get("SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(found)
    assert path.read_text() == found

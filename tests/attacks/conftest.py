"""The attacked shop, and how its routes are to answer whom."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from helpdesk.classification.models import LexiconPhrase
from helpdesk.knowledge.models import Article
from helpdesk.notifications.models import Notification
from helpdesk.proposals import commands as proposals
from helpdesk.proposals.registry import ItemDraft
from helpdesk.returns.models import Case, Evidence
from helpdesk.sla.models import SlaCalendar, SlaPolicy
from helpdesk.surveys import rules as surveys
from helpdesk.surveys.models import Survey
from helpdesk.tickets.commands import conversation
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import Status
from helpdesk.visits.models import Visit
from kit.accounts.models import User
from kit.db import Model, db
from kit.uploads import commands as uploads
from kit.uploads.rules import check_photo
from storefront.ledger.commands import issuing
from storefront.members.commands import addresses
from storefront.orders.models import Order, OrderLine
from storefront.payments.models import Refund
from storefront.shipping.models import Shipment
from tests.attacks.world import World, photo
from tests.returns.conftest import open_case, photos  # noqa: F401

OTHERS = ("customer", "warehouse", "agent", "lead", "manager", "admin")


@pytest.fixture
def world(
    app: Flask,
    customer: User,
    agent: User,
    make_user: Callable[..., User],
    make_ticket: Callable[..., Ticket],
    open_case: Callable[..., Case],  # noqa: F811
    order: Order,
    now: datetime,
) -> World:
    """One customer with an order, a conversation with a photo and an offer, a case, a survey and a visit; and people around."""
    picture = uploads.keep(check_photo("lid.jpg", photo()), owner=customer, now=now)
    ticket = make_ticket(uploads=[picture.id], category="quality", assignee=agent)
    items = (ItemDraft(resolution="store_credit", amount_minor=3000),)
    proposals.offer(ticket.id, items, "We are sorry about the lid.", now + timedelta(hours=48), actor=agent, now=now)
    done = make_ticket("The lid of my kettle is cracked.", category="quality", assignee=agent)
    conversation.reply(done.id, "Done.", seen_up_to=None, status=Status.SOLVED, actor=agent, now=now)
    evidence = uploads.keep(check_photo("vase.jpg", photo()), owner=customer, now=now)
    case = open_case({1: 1}, uploads=[evidence])
    people = {role: make_user(role, f"Other {role.title()}") for role in OTHERS}
    ids = {
        "upload_id": picture.id,
        "evidence_id": _newest(Evidence),
        "proposal_id": _newest("proposal"),
        "visit_id": _newest(Visit),
        "notification_id": _newest(Notification),
        "policy_id": _newest(SlaPolicy),
        "calendar_id": _newest(SlaCalendar),
        "phrase_id": _newest(LexiconPhrase),
        "article_id": _newest(Article),
        "shipment_id": _newest(Shipment),
        "order_line_id": _newest(OrderLine),
        "line_id": order.lines[0].id,
        "address_id": addresses.add(customer.id, {"recipient": "Owner"}, now=now).id,
        "refund_id": _newest(Refund) or 1,
        "sku_id": order.lines[0].sku_id or 0,
    }
    invoice = issuing.issue(order.id, title="Owner", tax_number="", now=now)
    survey = surveys.token(_newest(Survey), app.config["SECRET_KEY"])
    return World(
        owner=customer,
        people=people,
        numbers={"tickets": ticket.number, "cases": case.number, "orders": order.number},
        ids=ids,
        words=_words(survey, evidence.token) | {"invoices.download:document": invoice.number},
    )


def _newest(model: type[Model] | str) -> int:
    table: Any = Model.metadata.tables[model] if isinstance(model, str) else model.__table__
    return db.session.scalar(select(func.max(table.c.id))) or 0


def _words(survey: str, file: str) -> dict[str, str]:
    """Arguments that are words, by route; a new route with such an argument adds one here."""
    slug = db.session.scalars(select(Article.slug).order_by(Article.id)).first() or ""
    return {
        **{f"surveys.{name}:token": survey for name in ("show", "save", "refuse")},
        **{f"survey_api.{name}:token": survey for name in ("show", "save")},
        **{f"security.{name}:token": "x" for name in ("confirm_email", "reset_password", "two_factor_setup_validate")},
        **{f"security.wan_{name}_response:token": "x" for name in ("register", "signin", "verify")},
        **{f"dev_outbox.{name}:name": "none.eml" for name in ("show", "html")},
        **{f"{name}:provider": "test_wallet" for name in ("payment_webhooks.receive", "payment_webhooks.receive_of_api")},
        **{f"help.{name}:slug": slug for name in ("show", "vote")},
        "my_cases.pending_file:token": file,
        "catalogue.shelf:slug": "home",
        "catalogue.product:slug": "ea",
        "reports.show:name": "sla",
        "reports.download:name": "sla",
        "reports.download:form": "csv",
        "reports_api.show:name": "sla",
        "cases_api.step:event": "cancel",
        "articles.switch:change": "withdraw",
        "lexicon.switch:state": "off",
        "locale.choose:code": "en",
        "locale.choose_theme:name": "dark",
        "locale.choose_density:name": "dense",
        "static:filename": "app.css",
        "security.static:filename": "js/webauthn.js",
    }

"""Cases that tests start from, made by the real commands."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from PIL import Image

from helpdesk.returns.commands import requesting
from helpdesk.returns.models import Case
from helpdesk.returns.vocabulary import CaseType, Reason
from kit.accounts.models import User
from kit.db import db
from kit.uploads import commands as uploads
from kit.uploads.models import Upload
from kit.uploads.rules import check_photo
from storefront.orders.models import Order


def picture(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def photos(app: object, now: datetime) -> Callable[..., list[Upload]]:
    """photos(owner, 2): files the person has uploaded."""

    def make(owner: User, count: int = 2) -> list[Upload]:
        colours = ["red", "green", "blue", "white"]
        return [uploads.keep(check_photo(f"{colour}.jpg", picture(colour)), owner=owner, now=now) for colour in colours[:count]]

    return make


@pytest.fixture
def open_case(order: Order, customer: User, now: datetime) -> Callable[..., Case]:
    """open_case({line_no: units}, reason=…, type=…): a case of the customer on worked example A, reviewed by a person."""

    def make(units: dict[int, int] | None = None, *, on: Order | None = None, at: datetime | None = None, **more: Any) -> Case:
        bought = on or order
        ids = {line.line_no: line.id for line in bought.lines}
        asked: dict[str, Any] = {
            "type": CaseType.RETURN_REFUND,
            "reason": Reason.OTHER,
            "description": "The lamp does not stand straight, and the vase is chipped.",
            "subject": "Return",
        }
        request = requesting.Request(
            order_id=bought.id,
            customer_id=customer.id,
            units={ids[line_no]: count for line_no, count in (units or {1: 1}).items()},
            **{**asked, **more},
        )
        return requesting.open_case(request, actor=customer, now=at or now)

    return make


def fresh(case: Case) -> Case:
    """The case as it stands in the database now."""
    db.session.expire_all()
    return db.session.get_one(Case, case.id)

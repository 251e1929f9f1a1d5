"""Nobody is offered a page that refuses them: every link of the console, followed as each role."""

import re
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from helpdesk.returns.commands import requesting
from helpdesk.returns.vocabulary import CaseType, Reason
from kit.accounts.models import User
from storefront.orders.models import Order

LINK = re.compile(r'href="(/(?:desk|manage)[^"#]*)"')
ROLES = ("agent", "warehouse", "lead", "manager", "admin")


@pytest.fixture
def conversation(order: Order, customer: User, now: datetime) -> str:
    """The number of a ticket with an order and a case, so that each kind of page has something to show."""
    line = order.lines[0]
    asked = requesting.Request(
        order_id=order.id, customer_id=customer.id, units={line.id: 1}, type=CaseType.RETURN_REFUND, reason=Reason.OTHER,
        description="The lamp does not stand straight.", subject="Return",
    )  # fmt: skip
    return requesting.open_case(asked, actor=customer, now=now + timedelta(minutes=1)).number


def offered(browser: FlaskClient, start: str) -> dict[str, tuple[int, str]]:
    """Status and origin of every kind of page reached by links; one of a kind is enough (numbers and queries aside)."""
    seen: dict[str, tuple[int, str]] = {}
    ahead = deque([(start, "")])
    while ahead:
        path, origin = ahead.popleft()
        kind = re.sub(r"\d+", "0", path.partition("?")[0])
        if kind in seen:
            continue
        answer = browser.get(path)
        seen[kind] = (answer.status_code, origin)
        if answer.location:
            ahead.append((answer.location, kind))
        if answer.mimetype == "text/html":
            ahead.extend((unescape(link), kind) for link in LINK.findall(answer.get_data(as_text=True)))
    return seen


@pytest.mark.parametrize("role", ROLES)
def test_each_link_opens_for_whom_it_is_shown(
    role: str, conversation: str, make_user: Callable[..., User], signed_in: Callable[[User], FlaskClient]
) -> None:
    found = offered(signed_in(make_user(role)), "/desk")
    assert f"/desk/cases/{re.sub('[0-9]+', '0', conversation)}" in found
    assert {kind: how for kind, how in found.items() if how[0] >= 400} == {}

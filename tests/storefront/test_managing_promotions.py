"""Promotions on the pages of the shop's management."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from kit.accounts.models import User
from kit.db import db
from storefront.catalogue.models import Product
from storefront.promotions import commands
from storefront.promotions.models import Coupon, Promotion
from storefront.promotions.vocabulary import Benefit, PromotionKind

TERMS = {
    "name_en": "May sale", "name_zh": "五月特卖", "kind": "order", "benefit": "amount_off", "value": "30", "threshold": "300",
    "tiers": "500 = 90", "campaign": "0", "starts_at": "2026-05-01T08:00", "ends_at": "2026-06-01T00:00", "priority": "100",
    "funding": "merchant", "return_mode": "reprice", "restore_on": "full_cancel", "is_stackable": "y",
}  # fmt: skip


@pytest.fixture
def browser(manager: User, signed_in: Callable[[User], FlaskClient]) -> FlaskClient:
    return signed_in(manager)


@pytest.fixture
def promotion(app: object, now: datetime) -> Promotion:
    """With a coupon: 30.00 off from 300.00 on."""
    return commands.create_promotion(
        {"en": "Spring", "zh": "春季"}, PromotionKind.ORDER, Benefit.AMOUNT_OFF, 3_000, currency="CNY", threshold_minor=30_000,
        starts_at=now - timedelta(days=1), needs_coupon=True,
    )  # fmt: skip


def test_a_promotion_is_made_of_what_was_typed(browser: FlaskClient) -> None:
    assert browser.post("/manage/promotions/new", data=TERMS).status_code == 303
    made = db.session.scalars(select(Promotion)).one()
    assert (made.value, made.threshold_minor, made.tiers, made.return_mode) == (3_000, 30_000, [[50_000, 9_000]], "reprice")
    assert made.starts_at.isoformat() == "2026-05-01T00:00:00+00:00"
    assert "May sale" in browser.get("/manage/promotions?q=may").get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("value", "-30", "Enter an amount"), ("value", "３０", "Enter an amount"), ("value", "1e3", "Enter an amount"),
        ("tiers", "500", "Write each step"), ("tiers", "200 = 90", "needs a higher sum"),
        ("ends_at", "2026-04-01T00:00", "The end"),
        ("articles", "NO-SUCH", "no article with this number"), ("benefit", "free", "Free is for the delivery"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field_and_all_is_kept(browser: FlaskClient, field: str, typed: str, said: str) -> None:
    answer = browser.post("/manage/promotions/new", data=TERMS | {field: typed})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in text
    assert 'value="May sale"' in text
    assert db.session.scalars(select(Promotion)).all() == []


def test_a_sample_basket_says_what_it_would_pay(browser: FlaskClient, promotion: Promotion, product: Product) -> None:
    text = browser.get(f"/manage/promotions/{promotion.id}/preview?basket=KT-09-1 2").get_data(as_text=True)
    assert "¥888.00" in text
    assert browser.get(f"/manage/promotions/{promotion.id}/preview?basket=NO").status_code == 422


def test_codes_are_handed_out_once_and_kept_as_digests(browser: FlaskClient, promotion: Promotion) -> None:
    answer = browser.post(f"/manage/promotions/{promotion.id}/codes", data={"number": "3", "limit_total": "1"})
    codes = answer.get_data(as_text=True).split()[1:]
    kept = db.session.scalars(select(Coupon)).all()
    assert len(set(codes)) == len(kept) == 3
    assert all(code not in (one.code_hash, one.public_code) for one in kept for code in codes)


def test_ticked_promotions_are_stopped(browser: FlaskClient, promotion: Promotion) -> None:
    assert "Stopped." in browser.post("/manage/promotions/bulk", data={"id": promotion.id, "what": "stop"}).get_data(as_text=True)
    assert db.session.scalars(select(Promotion.is_active)).one() is False


def test_agents_run_no_promotions(agent: User, signed_in: Callable[[User], FlaskClient]) -> None:
    assert signed_in(agent).get("/manage/promotions").status_code == 403


def test_the_list_is_taken_away_as_a_file(browser: FlaskClient, promotion: Promotion) -> None:
    assert "Spring" in browser.get("/manage/promotions/export").get_data(as_text=True)
    assert browser.get("/manage/promotions/export?format=xlsx").data[:2] == b"PK"

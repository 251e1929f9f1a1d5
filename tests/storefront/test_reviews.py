"""Reviews: found helpful once a person, answered and hidden by the shop."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from kit.accounts.models import User
from kit.db import db
from kit.errors import RuleViolation
from storefront.catalogue.models import Product
from storefront.orders.models import Order
from storefront.reviews import commands
from storefront.reviews.models import Review
from storefront.reviews.vocabulary import ReviewStatus


@pytest.fixture
def review(order: Order, customer: User, now: datetime) -> Review:
    return commands.post(order.lines[0].id, 2, "The shade is crooked.", author_id=customer.id, author_name=customer.name, now=now)


def rating(review: Review) -> tuple[int, int]:
    counted = select(Product.rating_sum, Product.rating_count).where(Product.id == review.product_id)
    found = db.session.execute(counted).one()
    return found[0], found[1]


def test_a_review_is_found_helpful_once_a_person(
    review: Review, make_user: Callable[..., User], customer: User, signed_in: Callable[[User], FlaskClient], now: datetime
) -> None:
    browser = signed_in(make_user(name="Li Na"))
    assert [browser.post(f"/reviews/{review.id}/helpful").status_code for _ in range(2)] == [303, 303]
    assert "Helpful (1)" in browser.get("/p/ea").get_data(as_text=True)
    with pytest.raises(RuleViolation) as refused:
        commands.find_helpful(review.id, customer.id, now=now)
    assert refused.value.code == "own_review"


def test_the_shop_answers_in_public(review: Review, lead: User, signed_in: Callable[[User], FlaskClient]) -> None:
    browser = signed_in(lead)
    assert "The shade is crooked." in browser.get("/manage/reviews?stars=2&q=crooked").get_data(as_text=True)
    assert browser.post(f"/manage/reviews/{review.id}/answer", data={"text": "A new one is on its way."}).status_code == 303
    assert "A new one is on its way." in browser.get("/p/ea").get_data(as_text=True)


def test_a_long_answer_is_refused_and_kept(review: Review, lead: User, signed_in: Callable[[User], FlaskClient]) -> None:
    answer = signed_in(lead).post(f"/manage/reviews/{review.id}/answer", data={"text": "long " * 500})
    assert answer.status_code == 422
    assert "long long" in answer.get_data(as_text=True)


def test_hiding_and_showing_again_moves_the_rating(review: Review, lead: User, signed_in: Callable[[User], FlaskClient]) -> None:
    browser = signed_in(lead)
    for what, expected in (("hide", (0, 0)), ("hide", (0, 0)), ("show", (2, 1)), ("show", (2, 1))):
        browser.post("/manage/reviews/bulk", data={"id": review.id, "what": what})
        assert rating(review) == expected
    assert db.session.scalars(select(Review.status)).one() is ReviewStatus.PUBLISHED


def test_agents_hide_no_reviews(review: Review, agent: User, signed_in: Callable[[User], FlaskClient]) -> None:
    assert signed_in(agent).post("/manage/reviews/bulk", data={"id": review.id, "what": "hide"}).status_code == 403

"""A customer's membership: level and benefits, points and how they came and went, what ends soon."""

from datetime import timedelta

from flask import Blueprint
from werkzeug.wrappers import Response

from kit import clock, profile
from kit.accounts.guards import actor, signed_in
from kit.web.answers import page
from storefront.members import queries
from storefront.members.vocabulary import AccountKind

NOTICE = timedelta(days=30)
bp = Blueprint("membership", __name__, url_prefix="/membership")


@bp.get("")
@signed_in
def show() -> Response:
    """The level, the next one, and the points."""
    person, currency, now = actor(), profile.current().currency, clock.now()
    account, levels = queries.account(person.id, AccountKind.POINTS, currency), queries.levels()
    member = queries.member(person.id)
    growth = member.growth if member else 0
    return page(
        "members/membership.html", member=member, levels=levels, growth=growth, currency=currency,
        level=next((one for one in levels if member and one.key == member.level), None),
        next_level=next((one for one in levels if one.min_growth > growth), None), changes=queries.level_changes(person.id),
        balance=account.balance if account else 0, pending=account.pending if account else 0,
        ending=queries.expired(account.id, now + NOTICE) if account else 0, until=now + NOTICE,
        entries=queries.entries(person.id, AccountKind.POINTS, currency),
    )  # fmt: skip

"""What workers do for points."""

from kit import clock
from kit.schedule import daily, every
from storefront.members import queries as members
from storefront.members.commands import accounts
from storefront.rewards import commands, queries


@every(300)
def release_points() -> None:
    """Points whose order's after-sale window ended may be spent."""
    now = clock.now()
    for order_id in queries.due(now):
        commands.release(order_id, now=now)


@daily("00:40")
def expire_points() -> None:
    """Points that were not spent in time go."""
    now = clock.now()
    for account_id in members.accounts_with_expired(now):
        accounts.expire(account_id, now=now)

"""The points of a person's orders: handed out; kept with the books, for they name nobody."""

from datetime import datetime

from kit.privacy import Rows, held
from storefront.rewards.models import OrderReward


def export(person_id: int) -> dict[str, Rows]:
    return {"orders": held(OrderReward, OrderReward.user_id == person_id)}


def erase(person_id: int, now: datetime) -> None:
    """Nothing here says more than that an order earned points."""

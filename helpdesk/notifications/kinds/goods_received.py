"""The parcel has arrived here: how many units, and that they are looked at now."""

from helpdesk.notifications.cases import CaseKind, tell_customer
from helpdesk.notifications.kinds import kind
from helpdesk.returns.events import GoodsReceived
from kit.events import on


@kind
class GoodsWereReceived(CaseKind):
    key = "goods_received"


@on(GoodsReceived)
def tell_arrival(event: GoodsReceived) -> None:
    tell_customer(GoodsWereReceived, event, units=event.units, announced=event.announced)

"""Cash on delivery: the order is sent before it is paid, the courier takes the money at the door and the carrier passes it on."""

from storefront.payments.provider import GATEWAYS, ByHand
from storefront.payments.vocabulary import Settles


class CashOnDelivery(ByHand):
    key = "cash_on_delivery"
    label = {"en": "Cash on delivery", "zh": "货到付款"}
    settles = Settles.AT_DOOR


GATEWAYS.add(CashOnDelivery.key, CashOnDelivery())

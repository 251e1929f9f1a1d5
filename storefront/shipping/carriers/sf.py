"""SF Express."""

from storefront.shipping.carrier import CARRIERS, Manual

CARRIERS.add(
    "sf",
    Manual("sf", {"en": "SF Express", "zh": "顺丰速运"}, "https://www.sf-express.com/chn/en/waybill/waybill-detail/{tracking}"),
)

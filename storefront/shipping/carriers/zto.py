"""ZTO Express."""

from storefront.shipping.carrier import CARRIERS, Manual

CARRIERS.add(
    "zto",
    Manual("zto", {"en": "ZTO Express", "zh": "中通快递"}, "https://www.zto.com/express/expressCheck.html?txtBill={tracking}"),
)

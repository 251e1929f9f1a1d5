"""YTO Express."""

from storefront.shipping.carrier import CARRIERS, Manual

CARRIERS.add("yto", Manual("yto", {"en": "YTO Express", "zh": "圆通速递"}, ""))

"""JD Logistics."""

from storefront.shipping.carrier import CARRIERS, Manual

CARRIERS.add("jd", Manual("jd", {"en": "JD Logistics", "zh": "京东物流"}, ""))

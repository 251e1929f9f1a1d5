"""China Post EMS."""

from storefront.shipping.carrier import CARRIERS, Manual

CARRIERS.add("ems", Manual("ems", {"en": "China Post EMS", "zh": "中国邮政 EMS"}, ""))

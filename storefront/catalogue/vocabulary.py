"""The words of the catalogue."""

from enum import StrEnum

MAX_DEPTH = 3


class ProductStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ON_SHELF = "on_shelf"
    DELISTED = "delisted"


class DelistReason(StrEnum):
    EXPIRED = "expired"
    OUT_OF_STOCK = "out_of_stock"
    QUALITY = "quality"
    OTHER = "other"


class Sorting(StrEnum):
    POPULAR = "popular"
    NEWEST = "newest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    BEST_RATED = "best_rated"

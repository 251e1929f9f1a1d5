"""The words of the catalogue."""

from enum import StrEnum

MAX_DEPTH = 3
PER_PAGE = 24
DEPARTMENTS = 5  # how many shelves the head of the page has room for
PRICE_STEPS = (20_000, 50_000, 100_000)  # minor units between the price bands of the filter
RATINGS = (4, 3)  # "and up"
COUNTED = 1_000  # numbers of results are counted up to here


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

"""The words of the catalogue."""

from enum import StrEnum

MAX_DEPTH = 3
PER_PAGE = 24
DEPARTMENTS = 5  # how many shelves the head of the page has room for
PRICE_STEPS = (20_000, 50_000, 100_000)  # minor units between the price bands of the filter
RATINGS = (4, 3)  # "and up"
MOST_TAGS = 8  # offered as filters
OFFERED = 4  # products shown where nothing matches
KNOWN_NAMES = 200  # of popular products, among which a nearly right word is looked for
COUNTED = 1_000  # numbers of results are counted up to here


class ProductStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ON_SHELF = "on_shelf"
    DELISTED = "delisted"


class ChangeKind(StrEnum):
    """What was done to a product or a shelf; the word of its line in the history."""

    CREATED = "created"
    EDITED = "edited"
    PICTURES = "pictures"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    SHELVED = "shelved"
    DELISTED = "delisted"
    REOPENED = "reopened"
    MOVED = "moved"
    REMOVED = "removed"


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


POLICY_FLAGS = (
    "custom_made", "perishable", "digital", "periodical", "hygiene", "unsealed_hygiene", "activated", "near_expiry", "flawed",
    "final_sale", "electronics", "durable", "paid_repair",
)  # fmt: skip
"""The words that the return policy reads on a product."""
UPLOADED = "up-"  # a picture key that begins so is an upload
MAX_PICTURES = 12
SIDES = {"small": 160, "medium": 640, "large": 1600}  # pixels of an uploaded picture's longer side

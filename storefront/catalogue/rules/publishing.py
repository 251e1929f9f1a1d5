"""A product's way onto the shelf: draft, submitted, approved, on the shelf, delisted (handbook 3.3.1, 3.3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.catalogue.vocabulary import ProductStatus

FROM = {
    "submit": {ProductStatus.DRAFT},
    "send_back": {ProductStatus.SUBMITTED, ProductStatus.APPROVED},
    "approve": {ProductStatus.SUBMITTED},
    "shelve": {ProductStatus.APPROVED},
    "delist": {ProductStatus.ON_SHELF},
    "reopen": {ProductStatus.DELISTED},
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a product has to show before anybody may approve it."""

    names: int
    descriptions: int
    pictures: int
    pictures_described: int
    articles: int


def may(action: str, status: ProductStatus) -> bool:
    return status in FROM[action]


def missing(facts: Facts) -> list[str]:
    """What is still to be done before a product can be submitted, as words of the interface."""
    wanted = {
        "name": facts.names == 2, "description": facts.descriptions == 2, "pictures": facts.pictures > 0,
        "alt": facts.pictures_described == facts.pictures, "variants": facts.articles > 0,
    }  # fmt: skip
    return [name for name, is_there in wanted.items() if not is_there]


def needs_another(actor_id: int, submitted_by: int | None, approvers: Sequence[int]) -> bool:
    """Whether somebody else has to approve: four eyes wherever the shop has two people who may (PRODUCT S3)."""
    return actor_id == submitted_by and any(other != actor_id for other in approvers)


def status_after_edit(status: ProductStatus) -> ProductStatus:
    """What was submitted or approved is another product once it is edited, and begins again."""
    return ProductStatus.DRAFT if status in {ProductStatus.SUBMITTED, ProductStatus.APPROVED} else status

"""The filters of the managers' list of products as they stand in its address."""

from werkzeug.datastructures import MultiDict

from storefront.catalogue.queries.managing import ProductFilters
from storefront.catalogue.vocabulary import ProductStatus


def filters_from(args: MultiDict[str, str]) -> ProductFilters:
    """What the address asks for: q, status, shelf (a path)."""
    status = args.get("status", "")
    return ProductFilters(
        words=args.get("q", "").strip()[:100], status=ProductStatus(status) if status in set(ProductStatus) else None,
        path=args.get("shelf", "")[:400],
    )  # fmt: skip


def as_query(filters: ProductFilters) -> dict[str, str]:
    """The filters for an address."""
    return {"q": filters.words, "status": filters.status.value if filters.status else "", "shelf": filters.path}

"""The filters of a listing as they stand in its address; anything else in it is ignored."""

from werkzeug.datastructures import MultiDict

from storefront.catalogue.queries import Filters
from storefront.catalogue.vocabulary import PRICE_STEPS, RATINGS, Sorting

_BANDS = range(len(PRICE_STEPS) + 1)


def filters_from(args: MultiDict[str, str], *, path: str = "") -> Filters:
    """What the address asks for: q, price and tag (repeated), stars, stock, sale, sort."""
    bands = {value for value in args.getlist("price", type=int) if value in _BANDS}
    stars, sorting = args.get("stars", 0, type=int), args.get("sort", "")
    return Filters(
        words=args.get("q", "").strip()[:100], path=path, bands=tuple(sorted(bands)), stars=stars if stars in RATINGS else 0,
        tags=tuple(sorted(set(args.getlist("tag"))))[:8], in_stock=args.get("stock") == "1", on_sale=args.get("sale") == "1",
        sorting=Sorting(sorting) if sorting in set(Sorting) else Sorting.POPULAR,
    )  # fmt: skip


def as_query(filters: Filters) -> dict[str, object]:
    """The filters for an address, without those that say nothing."""
    said: dict[str, object] = {
        "q": filters.words, "price": list(filters.bands), "stars": filters.stars, "sale": 1 if filters.on_sale else 0,
        "tag": list(filters.tags), "stock": 1 if filters.in_stock else 0,
        "sort": "" if filters.sorting is Sorting.POPULAR else filters.sorting.value,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}

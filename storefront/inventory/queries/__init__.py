"""Finding stock: levels, movements, and how fast it turns over."""

from storefront.inventory.queries.levels import (
    StockFilters,
    all_of,
    available,
    how_many,
    listed,
    movements,
    numbers,
    one,
    rows,
    sku_id_of,
)

__all__ = ["StockFilters", "all_of", "available", "how_many", "listed", "movements", "numbers", "one", "rows", "sku_id_of"]

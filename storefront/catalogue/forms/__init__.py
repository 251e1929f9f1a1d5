"""Input of the catalogue: filters of listings, and what managers enter."""

from storefront.catalogue.forms.filters import as_query, filters_from

__all__ = ["as_query", "filters_from"]

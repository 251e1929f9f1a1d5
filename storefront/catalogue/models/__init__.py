"""Shelves, products, their pictures and tags, where they used to be, and what changed."""

from storefront.catalogue.models.goods import Banner, Category, Product, Sku
from storefront.catalogue.models.presenting import ProductPicture, Tag
from storefront.catalogue.models.traces import CatalogueChange, OldAddress

__all__ = ["Banner", "CatalogueChange", "Category", "OldAddress", "Product", "ProductPicture", "Sku", "Tag"]

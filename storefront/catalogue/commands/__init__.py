"""Changing the catalogue: shelves, products and their way onto the shelf."""

"""The catalogue for its managers: products, variants, pictures, shelves, and all of it as tables."""

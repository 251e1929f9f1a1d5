"""Changing stock: movements, and promises to order lines."""

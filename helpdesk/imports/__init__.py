"""Bringing in what a shop already has: customers, products, orders, reviews and tickets from tables."""

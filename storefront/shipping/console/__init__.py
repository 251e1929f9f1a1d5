"""Shipping for the shop's own people: parcels, and the carriers that bring them."""

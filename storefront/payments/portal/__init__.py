"""Paying, as customers see it: the checkout, and their store credit."""

"""Checking orders."""

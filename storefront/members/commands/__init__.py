"""Changing memberships and accounts."""

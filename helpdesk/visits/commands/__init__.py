"""Changing visits, one stage of their life a file."""

"""Booking, and issuing documents."""

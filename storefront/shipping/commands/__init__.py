"""Changing parcels: dispatching, tracking, whole journeys."""

"""Changing orders, by stage: placing, life cycle, quantities."""

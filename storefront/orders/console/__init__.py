"""Orders for the shop's own people."""

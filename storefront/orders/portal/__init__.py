"""Orders, as their customers see them."""

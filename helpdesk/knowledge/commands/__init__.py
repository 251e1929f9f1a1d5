"""What changes data: writing articles, and what readers do with them."""

"""What changes tickets; each function is a transaction."""

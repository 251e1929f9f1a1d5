"""A customer's own pages: the address book."""

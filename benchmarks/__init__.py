"""How fast the product is, measured against bare floors in the same run: `make bench`."""

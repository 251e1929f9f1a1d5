"""The shop and its order core."""

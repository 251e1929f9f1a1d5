"""The goods of the demo shop "Linden": what is on its shelves, in both languages."""

"""Plug-in folder: the rows of one family of work a file."""

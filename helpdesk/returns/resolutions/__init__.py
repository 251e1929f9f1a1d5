"""Plug-in folder: one type of case = one file."""

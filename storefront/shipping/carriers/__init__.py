"""Carrier plug-ins: one file each, loaded whole."""

"""Formats: one file each, loaded as a folder. Drop in a file that adds itself to `shapes.FORMATS`, done."""

"""Plug-in folder: what can be offered. One file = one resolution; returns registers its six types from its own folder."""

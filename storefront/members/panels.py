"""The ways to a customer's own pages."""

from flask import render_template

from kit.web.panels import panel


@panel("store.me_menu", order=20)
def address_book() -> str:
    """The way to the address book."""
    return render_template("members/_menu.html")

"""The departments in the head of every shop page."""

from flask import render_template

from kit.web.panels import panel
from storefront.catalogue import queries


@panel("store.departments")
def departments(*, current: str = "") -> str:
    return render_template("catalogue/_departments.html", departments=queries.departments(), current=current)

"""The way to the shop's management, in the desk's sidebar."""

from flask import render_template, url_for

from kit.accounts.guards import actor_or_none
from kit.web.panels import panel
from storefront.manage import sections


@panel("desk.nav", order=40)
def shop_sections(*, current: str = "") -> str:
    """The sections that the reader may enter."""
    person = actor_or_none()
    mine = sections.open_to(person) if person else []
    entries = [{"key": one.key, "url": url_for(one.endpoint), "label": str(one.label), "mark": one.mark} for one in mine]
    return render_template("manage/_nav.html", entries=entries, current=current) if entries else ""

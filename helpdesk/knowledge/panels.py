"""The help centre's places in other pages: its tab among the settings."""

from flask import render_template

from kit.web.panels import panel


@panel("desk.settings", order=60)
def settings_tab(current: str = "", **_: object) -> str:
    return render_template("knowledge/_tab.html", current=current)

"""What the overview of the management says of the stock."""

from flask import render_template

from kit.accounts.guards import actor_or_none
from kit.web.panels import panel
from storefront.inventory import queries
from storefront.inventory.commands.booking import KEEPERS
from storefront.inventory.vocabulary import StockState


@panel("manage.figures", order=40)
def stock_figures() -> str:
    """How many articles run low, are sold out or wait in quarantine; only for those who may go there."""
    person = actor_or_none()
    if person is None or person.role not in KEEPERS:
        return ""
    return render_template("inventory/_figures.html", figures={state.value: queries.how_many(state) for state in StockState})

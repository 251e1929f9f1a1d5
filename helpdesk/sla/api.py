"""A ticket's clocks for programs: the same answer as `helpdesk sla simulate` gives."""

from typing import Any

import marshmallow as ma

from helpdesk.sla import queries, simulator
from helpdesk.tickets import queries as tickets
from kit import clock
from kit.accounts.guards import actor
from kit.web.api import Schema, bearer, blueprint

bp = blueprint("sla_api", "Service levels: deadlines, what was met and what was missed.")


class Clocks(Schema):
    """Every clock of a ticket, by metric and cycle; the fields are those of the simulator's answer."""

    clocks = ma.fields.List(ma.fields.Dict(), required=True)


@bp.route("/tickets/<number>/sla", methods=["GET"])
@bearer("tickets:read")
@bp.response(200, Clocks)
def show(number: str) -> dict[str, Any]:
    """The clocks of a ticket as they stand now, for those who work on it."""
    now = clock.now()
    state = queries.state_of(tickets.for_agent(actor(), number).id)
    if state is None:
        return {"clocks": []}
    return {"clocks": [simulator.described(each, now, state.terms) for each in simulator.in_order(state.clocks)]}

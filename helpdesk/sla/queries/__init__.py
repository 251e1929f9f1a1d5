"""Reading service levels: what applies, what is to move, what a ticket shows."""

from helpdesk.sla.queries.agreed import (
    Agreed,
    agreed_for,
    agreement,
    current_calendars,
    current_policies,
    terms,
    working_time,
)
from helpdesk.sla.queries.past import finished_clocks, tickets_by_policy
from helpdesk.sla.queries.tracks import ripe_tracks, state_of, track_of, working_tracks
from helpdesk.sla.queries.views import ClockView, SlaView, sla_of

__all__ = [
    "Agreed",
    "ClockView",
    "SlaView",
    "agreed_for",
    "agreement",
    "current_calendars",
    "current_policies",
    "finished_clocks",
    "ripe_tracks",
    "sla_of",
    "state_of",
    "terms",
    "tickets_by_policy",
    "track_of",
    "working_time",
    "working_tracks",
]

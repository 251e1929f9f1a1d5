"""What tickets take over from others."""

from helpdesk.classification.events import LabelCorrected
from helpdesk.tickets.commands import triage
from kit.events import on


@on(LabelCorrected)
def follow_the_label(event: LabelCorrected) -> None:
    if event.ticket_id is not None:
        triage.take_over_label(event.ticket_id, event.after, event.subtype, actor_id=event.actor_id, now=event.at)

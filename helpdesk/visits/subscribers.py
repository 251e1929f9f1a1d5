"""What makes a visit due, and what makes it pointless."""

from helpdesk.surveys.events import SurveyAnswered
from helpdesk.tickets.events import StatusChanged, TicketReopened
from helpdesk.tickets.vocabulary import Status
from helpdesk.visits.commands import planning
from kit.events import on


@on(StatusChanged)
def plan_after_solving(event: StatusChanged) -> None:
    if event.after is Status.SOLVED:
        planning.plan_after_solving(event.ticket_id, event.reason, at=event.at)


@on(SurveyAnswered)
def plan_after_low_score(event: SurveyAnswered) -> None:
    if event.is_low:
        planning.plan_after_low_score(event.ticket_id, event.survey_id, at=event.at)


@on(TicketReopened)
def cancel(event: TicketReopened) -> None:
    planning.cancel_for(event.ticket_id, at=event.at)

"""How was it? Five links open the page with that score preselected; nothing is recorded before the customer presses Save there."""

from flask import current_app

from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.surveys import queries as surveys
from helpdesk.surveys import rules
from helpdesk.surveys.events import SurveyAsked
from helpdesk.surveys.vocabulary import Status
from helpdesk.tickets.vocabulary import FINAL
from kit import clock
from kit.events import on
from kit.queue import BULK


@kind
class SurveyQuestion(Kind):
    key = "survey"
    queue = BULK
    resends = False

    def context(self, notification: Notification) -> Context | None:
        return open_question(notification)


def open_question(notification: Notification) -> Context | None:
    """The unanswered, unexpired survey of a ticket that is still solved, with its address."""
    survey = surveys.survey(notification.subject["survey_id"])
    if survey.status is not Status.SENT or survey.expires_at <= clock.now() or survey.ticket.status not in FINAL:
        return None
    token = rules.token(survey.id, current_app.config["SECRET_KEY"])
    return {"survey": survey, "ticket": survey.ticket, "agent": survey.agent, "path": f"/survey/{token}"}


@on(SurveyAsked)
def ask(event: SurveyAsked) -> None:
    customer_id = surveys.survey(event.survey_id).customer_id
    outbox.put(
        SurveyQuestion, customer_id, dedupe=event.survey_id, at=event.at, ticket_id=event.ticket_id, survey_id=event.survey_id
    )

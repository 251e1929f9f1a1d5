"""The survey once more, at most once."""

from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.kinds.survey import open_question
from helpdesk.notifications.models import Notification
from helpdesk.surveys import queries as surveys
from helpdesk.surveys.events import SurveyReminded
from kit.events import on
from kit.queue import BULK


@kind
class SurveyReminder(Kind):
    key = "survey_reminder"
    queue = BULK
    resends = False

    def context(self, notification: Notification) -> Context | None:
        return open_question(notification)


@on(SurveyReminded)
def remind(event: SurveyReminded) -> None:
    customer_id = surveys.survey(event.survey_id).customer_id
    outbox.put(
        SurveyReminder, customer_id, dedupe=event.survey_id, at=event.at, ticket_id=event.ticket_id, survey_id=event.survey_id
    )

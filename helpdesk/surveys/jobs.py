"""What runs again and again: asking, and asking once more."""

from helpdesk.surveys import commands, queries
from kit import clock
from kit.queue import BULK
from kit.schedule import every


@every(60, queue=BULK)
def ask() -> None:
    """Ask where it is time."""
    now = clock.now()
    for survey_id in queries.due_ids(now):
        commands.ask(survey_id, now=now)


@every(600, queue=BULK)
def remind() -> None:
    """Remind those who did not answer, once."""
    now = clock.now()
    for survey_id in queries.unanswered_ids(now):
        commands.remind(survey_id, now=now)

"""What every shop starts with: two days after a solved complaint, an hour after a low score, on weekdays from 9 to 18."""

from datetime import datetime

from helpdesk.visits.models import VisitSettings
from helpdesk.visits.vocabulary import AFTER_LOW_SCORE, AFTER_SOLVING
from kit.db import db
from kit.defaults import installs_defaults

HOUR_S = 3600


@installs_defaults
def install(now: datetime) -> None:
    if db.session.get(VisitSettings, 1) is None:
        settings = VisitSettings(
            id=1, after_solving_s=int(AFTER_SOLVING.total_seconds()), after_low_score_s=int(AFTER_LOW_SCORE.total_seconds()),
            opens_s=9 * HOUR_S, closes_s=18 * HOUR_S, weekdays=[0, 1, 2, 3, 4],
        )  # fmt: skip
        db.session.add(settings)

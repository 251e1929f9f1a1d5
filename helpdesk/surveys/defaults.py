"""What every shop starts with: ask an hour after solving, for two weeks, with one reminder after three days."""

from datetime import datetime

from helpdesk.surveys.models import SurveySettings
from kit.db import db
from kit.defaults import installs_defaults


@installs_defaults
def install(now: datetime) -> None:
    if db.session.get(SurveySettings, 1) is None:
        db.session.add(SurveySettings(id=1))

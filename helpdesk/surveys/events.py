"""What happens to surveys; each shows in the timeline of its ticket."""

from dataclasses import dataclass
from typing import ClassVar

from kit.events import Event


@dataclass(frozen=True, kw_only=True)
class SurveyEvent(Event):
    subject: ClassVar[str] = "survey"
    survey_id: int
    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class SurveyAsked(SurveyEvent):
    """It is time to ask; notifications writes the mail."""


@dataclass(frozen=True, kw_only=True)
class SurveyReminded(SurveyEvent):
    """Not answered yet: asked once more, and never again."""


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(SurveyEvent):
    """An answer was saved; `is_first` is False when it replaces an earlier one."""

    customer_id: int
    score: int
    is_low: bool
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class SurveysRefused(SurveyEvent):
    """The customer wants no surveys any more."""


@dataclass(frozen=True, kw_only=True)
class SurveySettingsChanged(Event):
    """A manager changed when customers are asked; `values` as "name=value"."""

    subject: ClassVar[str] = "survey_settings"
    survey_settings_id: int
    values: list[str]

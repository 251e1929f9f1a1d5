"""The registry of resolutions: what each type of case does when the table of transitions says so."""

from datetime import datetime
from typing import Protocol

from helpdesk.returns.models import Case
from helpdesk.returns.rules.transitions import Effect
from helpdesk.returns.vocabulary import CaseType
from kit.accounts.models import User
from kit.registry import Registry


class Resolution(Protocol):
    """One type of case. `label` and `promise` are message ids: its name, and what the customer reads before choosing it.

    `is_offered`: customers may ask for it in the wizard."""

    key: CaseType
    label: str
    promise: str
    mark: str
    is_offered: bool

    def act(self, effect: Effect, case: Case, *, actor: User | None, now: datetime) -> None:
        """Do what the type owes when a step has this effect; unknown effects are nothing to do."""


RESOLUTIONS: Registry[Resolution] = Registry("resolution")


def carry_on(effects: tuple[Effect, ...], case: Case, *, actor: User | None, now: datetime) -> None:
    """Let the case's type do its part of a step."""
    for effect in effects:
        RESOLUTIONS.get(case.type).act(effect, case, actor=actor, now=now)

"""What happens to the people who answer customers."""

from dataclasses import dataclass
from typing import ClassVar

from helpdesk.staff.vocabulary import Availability
from kit.events import Event


@dataclass(frozen=True, kw_only=True)
class AvailabilityChanged(Event):
    """An agent takes new work from now on, or does not."""

    subject: ClassVar[str] = "user"
    user_id: int
    before: Availability
    after: Availability

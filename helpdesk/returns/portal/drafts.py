"""What a customer has filled in so far, as the wizard sees it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from helpdesk import shop
from helpdesk.returns import queries
from helpdesk.returns.commands import requesting
from kit.uploads import commands as uploads
from kit.uploads.models import Upload

MOST_FILES = 6


@dataclass
class Draft:
    """Units by order line id, and the words and files of each step; nothing here was checked yet."""

    order_id: int
    person_id: int
    units: dict[int, int] = field(default_factory=dict)
    reason: str = ""
    description: str = ""
    tokens: list[str] = field(default_factory=list)
    type: str = ""

    @classmethod
    def load(cls, order: shop.Order, person_id: int) -> "Draft":
        """The stored draft, without units that are no longer free."""
        data: dict[str, Any] = queries.draft_of(order.id, person_id)
        free = {line.id: line.returnable for line in order.lines}
        units = {int(key): min(int(count), free.get(int(key), 0)) for key, count in data.get("units", {}).items()}
        return cls(
            order_id=order.id,
            person_id=person_id,
            units={line_id: count for line_id, count in units.items() if count > 0},
            reason=data.get("reason", ""),
            description=data.get("description", ""),
            tokens=list(data.get("tokens", [])),
            type=data.get("type", ""),
        )

    def save(self, *, now: datetime) -> None:
        """Keep it on the server."""
        data: dict[str, object] = {
            "units": {str(line_id): count for line_id, count in self.units.items()},
            "reason": self.reason,
            "description": self.description,
            "tokens": self.tokens,
            "type": self.type,
        }
        requesting.save_draft(self.order_id, self.person_id, data, now=now)

    def files(self) -> list[Upload]:
        """The files chosen so far."""
        return uploads.by_tokens(self.tokens, self.person_id)

    def drop(self, token: str) -> None:
        """Take a file out again."""
        self.tokens = [kept for kept in self.tokens if kept != token]

"""The registry of executors: who quotes a kind of offer, says whether it still stands, and carries it out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from helpdesk.proposals.models import ProposalItem
from kit.accounts.models import User
from kit.registry import Registry


@dataclass(frozen=True, kw_only=True)
class ItemDraft:
    """What an agent wants to offer, before it was quoted. `lines`: (order line id, quantity); amounts in minor units."""

    resolution: str
    order_id: int | None = None
    case_id: int | None = None
    lines: tuple[tuple[int, int], ...] = ()
    amount_minor: int | None = None
    particulars: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class QuotedItem:
    """What is really offered: named lines and a fixed amount."""

    amount_minor: int = 0
    currency: str = ""
    lines: list[dict[str, Any]] = field(default_factory=list)
    particulars: dict[str, Any] = field(default_factory=dict)


class Executor(Protocol):
    """One kind of offer. `label` is a message id; `needs_lines` and `needs_amount` shape the form."""

    key: str
    label: str
    mark: str
    needs_lines: bool
    needs_amount: bool

    def quote(self, draft: ItemDraft, *, requester_id: int, actor: User | None) -> QuotedItem:
        """Fix what is offered. Raises RuleViolation when it cannot be offered."""

    def sentence(self, item: ProposalItem) -> str:
        """What the customer gets, in the reader's language, as one plain sentence."""

    def still_possible(self, item: ProposalItem, *, now: datetime) -> bool:
        """Whether it could be carried out right now."""

    def carry_out(self, item: ProposalItem, proposal_id: int, *, requester_id: int, now: datetime) -> bool:
        """Do it, inside the accepting transaction; True when it is done at once, False when a promise stays open."""


EXECUTORS: Registry[Executor] = Registry("executor")

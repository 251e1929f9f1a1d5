"""Several properties of one ticket changed at once, all or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from helpdesk.tickets.commands import assignment, lifecycle, triage
from helpdesk.tickets.commands.lifecycle import check_version
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import By
from kit.accounts.models import User
from kit.db import command, lock


@command
def change(ticket_id: int, wanted: Mapping[str, Any], *, seen_version: int | None = None, actor: User, now: datetime) -> None:
    """Set what `wanted` names: priority, category (with subtype), assignee_id, status (with hold_for and reason).

    Raises Conflict(stale), and what the single changes raise."""
    check_version(lock(Ticket, ticket_id), seen_version)
    if "priority" in wanted:
        triage.set_priority(ticket_id, wanted["priority"], actor=actor, now=now)
    if "category" in wanted:
        triage.set_category(ticket_id, wanted["category"], wanted.get("subtype"), actor=actor, now=now)
    if "assignee_id" in wanted:
        assignment.assign(ticket_id, wanted["assignee_id"], actor=actor, now=now)
    if "status" in wanted:
        by = By.PERSON if actor.is_agent else By.CUSTOMER
        lifecycle.set_status(
            ticket_id, wanted["status"], by=by, reason=wanted.get("reason"), hold_for=wanted.get("hold_for"), actor=actor, now=now
        )

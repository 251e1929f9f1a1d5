"""Who may do what to a ticket; whether it exists for somebody at all is the query's business."""

from kit.accounts.models import User


def may_work(actor: User | None) -> bool:
    """Reply, note, assign, set status: agents and those above them. Nobody is allowed nothing (HARDENING A8)."""
    return actor is not None and actor.active and actor.is_agent


def is_requester(actor: User | None, requester_id: int) -> bool:
    return actor is not None and actor.active and actor.id == requester_id

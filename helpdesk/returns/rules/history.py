"""The chain of a case's history: each step's hash covers the one before. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

BEGINNING = "0" * 64


class Step(Protocol):
    """What of a recorded step is covered by its hash."""

    case_id: Any
    seq: Any
    event: Any
    from_state: Any
    to_state: Any
    party: Any
    actor_id: Any
    at: Any
    reason: Any
    payload: Any
    prev_hash: Any
    hash: Any


def digest(step: Step) -> str:
    """The SHA-256 that belongs into `step.hash`."""
    at: datetime = step.at
    covered: Mapping[str, Any] = {
        "case": step.case_id,
        "seq": step.seq,
        "event": str(step.event),
        "from": None if step.from_state is None else str(step.from_state),
        "to": str(step.to_state),
        "party": str(step.party),
        "actor": step.actor_id,
        "at": at.astimezone(UTC).isoformat(),
        "reason": step.reason,
        "payload": step.payload,
        "prev": step.prev_hash,
    }
    return hashlib.sha256(json.dumps(covered, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_break(steps: Iterable[Step]) -> int | None:
    """The number of the first step that was changed, removed or put in later; None when the chain holds."""
    expected = BEGINNING
    for place, step in enumerate(steps, 1):
        if step.seq != place or step.prev_hash != expected or step.hash != digest(step):
            return place
        expected = step.hash
    return None

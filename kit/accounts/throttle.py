"""Token buckets in the database: limits on sign-in, codes and money that hold when Redis is gone (HARDENING B4, J8)."""

from datetime import datetime

from sqlalchemy import text

from kit.db import command, db

_TAKE = text(
    """
    INSERT INTO throttle AS t (key, tokens, refilled_at) VALUES (:key, :capacity - 1, :now)
    ON CONFLICT (key) DO UPDATE SET
      tokens = LEAST(:capacity, t.tokens + EXTRACT(EPOCH FROM (:now - t.refilled_at)) * :capacity / :seconds) - 1,
      refilled_at = :now
    WHERE LEAST(:capacity, t.tokens + EXTRACT(EPOCH FROM (:now - t.refilled_at)) * :capacity / :seconds) >= 1
    RETURNING tokens
    """
)


@command
def allow(key: str, *, capacity: int, seconds: int, now: datetime) -> bool:
    """Take one token from the bucket `key`, which holds `capacity` and refills fully in `seconds`. False: try later."""
    taken = db.session.execute(_TAKE, {"key": key, "capacity": float(capacity), "seconds": float(seconds), "now": now})
    return taken.first() is not None

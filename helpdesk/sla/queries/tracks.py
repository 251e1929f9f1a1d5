"""Tickets whose clocks are to move: the ripe, the unfinished, and one by its id."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, union
from sqlalchemy.orm import joinedload, selectinload

from helpdesk.sla.models import SlaClock, SlaTrack
from helpdesk.sla.queries.agreed import terms
from helpdesk.sla.rules.track import Track
from helpdesk.sla.vocabulary import FINAL_STATUSES
from helpdesk.tickets.models import Ticket
from kit.db import db


def ripe_tracks(now: datetime, limit: int) -> Sequence[SlaTrack]:
    """Tickets with a passed deadline or a ripe warning, locked; those that somebody else holds are left to the next sweep."""
    running = (SlaClock.fulfilled_at.is_(None), SlaClock.ended_at.is_(None), SlaClock.paused_since.is_(None))
    late = _first(select(SlaClock.ticket_id).where(*running, SlaClock.breached_at.is_(None), SlaClock.due_at < now), limit)
    warned = _first(select(SlaClock.ticket_id).where(*running, SlaClock.warn_at <= now), limit)
    ripe = union(select(late.c.ticket_id), select(warned.c.ticket_id)).subquery()
    return db.session.scalars(
        select(SlaTrack)
        .join(Ticket, Ticket.id == SlaTrack.ticket_id)
        .where(SlaTrack.ticket_id.in_(select(ripe.c.ticket_id)))
        .order_by(SlaTrack.ticket_id)
        .limit(limit)
        .with_for_update(of=[Ticket, SlaTrack], skip_locked=True, key_share=True)
        .options(selectinload(SlaTrack.clocks))
        .execution_options(populate_existing=True)
    ).all()


def working_tracks(after: int, *, limit: int) -> Sequence[Any]:
    """Unfinished tickets after one, by id, locked: pairs of track, with its clocks, and ticket."""
    return db.session.execute(
        select(SlaTrack, Ticket)
        .join(Ticket, Ticket.id == SlaTrack.ticket_id)
        .where(SlaTrack.ticket_id > after, SlaTrack.status.not_in(FINAL_STATUSES))
        .order_by(SlaTrack.ticket_id)
        .limit(limit)
        .with_for_update(of=[Ticket, SlaTrack], key_share=True)
        .options(selectinload(SlaTrack.clocks))
        .execution_options(populate_existing=True)
    ).all()


def track_of(ticket_id: int) -> SlaTrack | None:
    """A ticket's track with its clocks, to look at."""
    asked = select(SlaTrack).where(SlaTrack.ticket_id == ticket_id).options(joinedload(SlaTrack.clocks))
    return db.session.scalars(asked).unique().one_or_none()


def state_of(ticket_id: int) -> Track | None:
    """A ticket's clocks as the engine's value; None for a ticket without a track."""
    track = track_of(ticket_id)
    return track.state(terms(track)) if track else None


def _first(found: Select[Any], limit: int) -> Any:
    return found.order_by(SlaClock.due_at).limit(limit).subquery()

"""What was proposed to a person and answered: handed out; the words erased, the digest of what was agreed to kept."""

from datetime import datetime

from sqlalchemy import update

from helpdesk.proposals.models import Proposal
from helpdesk.tickets.privacy import tickets_of
from kit.db import db
from kit.events import EventRecord
from kit.privacy import ERASED, Rows, blank, held, open_records


def export(person_id: int) -> dict[str, Rows]:
    return {"proposals": held(Proposal, Proposal.ticket_id.in_(tickets_of(person_id)), without=("offered_by_id", "version"))}


def erase(person_id: int, now: datetime) -> None:
    theirs = Proposal.ticket_id.in_(tickets_of(person_id))
    blank(Proposal, theirs, text=ERASED, decline_reason="", version=Proposal.version + 1)
    blank(Proposal, theirs, Proposal.consent_text.is_not(None), consent_text=ERASED)
    open_records()
    declined = EventRecord.ticket_id.in_(tickets_of(person_id)), EventRecord.kind == "ProposalDeclined"
    db.session.execute(update(EventRecord).where(*declined).values(particulars=EventRecord.particulars.op("||")({"reason": ""})))

"""A person's after-sales cases: handed out; words and photos erased, states, amounts and the chain of the history kept."""

from datetime import datetime

from sqlalchemy import select, update

from helpdesk.returns.models import Case, CaseEvent, CaseLine, Evidence, Inspection, PolicyDecision, RequestDraft, UnexpectedItem
from helpdesk.returns.rules import history
from kit.db import db
from kit.events import EventRecord
from kit.privacy import ERASED, Rows, blank, forget, held, open_records
from kit.uploads import privacy as uploads


def export(person_id: int) -> dict[str, Rows]:
    cases = select(Case.id).where(Case.customer_id == person_id)
    return {
        "cases": held(Case, Case.customer_id == person_id, without=("risk_score", "opened_by_id", "version", "is_demo")),
        "history": held(CaseEvent, CaseEvent.case_id.in_(cases), without=("prev_hash", "hash", "actor_id")),
        "files": held(Evidence, Evidence.case_id.in_(cases), Evidence.for_customer, without=("uploader_id",)),
        "drafts": held(RequestDraft, RequestDraft.person_id == person_id),
    }


def erase(person_id: int, now: datetime) -> None:
    cases = db.session.scalars(select(Case.id).where(Case.customer_id == person_id)).all()
    theirs = Evidence.case_id.in_(cases), Evidence.uploader_id == person_id
    files = db.session.scalars(select(Evidence.upload_id).where(*theirs)).all()
    forget(Evidence, *theirs)
    uploads.discard(files)
    forget(RequestDraft, RequestDraft.person_id == person_id)
    blank(Case, Case.id.in_(cases), description="", version=Case.version + 1)
    lines = select(CaseLine.id).where(CaseLine.case_id.in_(cases))
    blank(CaseLine, CaseLine.case_id.in_(cases), CaseLine.deduction_reason != "", deduction_reason=ERASED)
    blank(Inspection, Inspection.case_line_id.in_(lines), note="")
    blank(UnexpectedItem, UnexpectedItem.case_id.in_(cases), description=ERASED)
    blank(PolicyDecision, PolicyDecision.case_id.in_(cases), PolicyDecision.override_reason != "", override_reason=ERASED)
    open_records()
    worded = EventRecord.subject == "case", EventRecord.subject_id.in_(cases), EventRecord.particulars.has_key("reason")
    db.session.execute(update(EventRecord).where(*worded).values(particulars=EventRecord.particulars.op("||")({"reason": ""})))
    for case_id in cases:
        _rewrite(case_id)


def _rewrite(case_id: int) -> None:
    """Take the words out of the history and close its chain again."""
    before = history.BEGINNING
    for step in db.session.scalars(select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.seq)):
        step.reason, step.prev_hash = "", before
        before = step.hash = history.digest(step)
    db.session.flush()

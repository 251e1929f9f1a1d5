"""What the warehouse finds: condition, cause and disposition per line, with photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from helpdesk import shop
from helpdesk.returns.commands import moving
from helpdesk.returns.events import LineInspected
from helpdesk.returns.models import Case, CaseLine, Evidence, Inspection
from helpdesk.returns.vocabulary import Cause, Disposition, Event, EvidenceKind, Grade, Party
from kit.accounts.models import User
from kit.db import command, db
from kit.errors import RuleViolation
from kit.events import publish
from kit.uploads.models import Upload


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found on units of a case line."""

    line_id: int
    quantity: int
    grade: Grade
    disposition: Disposition
    cause: Cause = Cause.SELLABLE
    note: str = ""
    photos: Sequence[Upload] = ()


@command
def inspect(case_id: int, findings: Sequence[Finding], *, actor: User, now: datetime) -> Case:
    """Record findings; with the last unit graded the case is inspected.

    Raises RuleViolation `no_findings`, `not_received` or `photo_needed` (anything but new and unworn needs a photo).
    """
    case = moving.locked(case_id)
    if not findings:
        raise RuleViolation("no_findings", "Choose the condition of at least one item.", field="grade")
    for finding in findings:
        _record(case, finding, actor, now)
    db.session.flush()
    moving.move(
        case,
        Event.INSPECT,
        parties=moving.parties_of(actor, case) - {Party.BUYER},
        actor=actor,
        now=now,
        payload={"findings": [[one.line_id, one.quantity, one.grade, one.disposition] for one in findings]},
    )
    for finding in findings:
        publish(
            LineInspected(
                **moving.facts_of(case, actor, now),
                line_id=finding.line_id,
                units=finding.quantity,
                grade=finding.grade,
                disposition=finding.disposition,
            )
        )
    return case


def _record(case: Case, finding: Finding, actor: User, now: datetime) -> None:
    line = _line(case, finding)
    if finding.grade is not Grade.NEW_UNWORN and not finding.photos:
        raise RuleViolation("photo_needed", "Add a photo: it is needed for anything but new and unworn.", field="photos")
    inspection = Inspection(
        case_line_id=line.id,
        quantity=finding.quantity,
        grade=finding.grade,
        cause=finding.cause,
        disposition=finding.disposition,
        note=finding.note.strip()[:1000],
        by_id=actor.id,
        at=now,
    )
    db.session.add(inspection)
    db.session.flush()
    line.qty_graded += finding.quantity
    for photo in finding.photos:
        db.session.add(
            Evidence(
                case_id=case.id,
                case_line_id=line.id,
                inspection_id=inspection.id,
                upload_id=photo.id,
                uploader_id=actor.id,
                kind=EvidenceKind.PHOTO,
                sha256=photo.sha256,
                at=now,
            )
        )
    if line.sku_id is not None:
        shop.dispose(
            line.sku_id,
            finding.disposition,
            finding.quantity,
            reference=f"{case.number}-inspection-{inspection.id}",
            actor_id=actor.id,
            now=now,
        )


def _line(case: Case, finding: Finding) -> CaseLine:
    line = next((line for line in case.lines if line.id == finding.line_id), None)
    if line is None or not 0 < finding.quantity <= line.to_grade:
        raise RuleViolation("not_received", "Only units that have arrived can be graded.", field="grade")
    return line

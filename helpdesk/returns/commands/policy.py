"""Asking the policy: which pack applied when a line was bought, what it says to a request, and keeping both on record."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from helpdesk import shop
from helpdesk.returns.models import Case, CaseLine, PolicyDecision, PolicySnapshot
from helpdesk.returns.rules import eligibility
from helpdesk.returns.rules.packs import PACKS, Pack
from helpdesk.returns.vocabulary import CaseType, Fault, Jurisdiction, LineState, Reason
from kit import profile
from kit.db import command, db


@command
def remember(order_line_ids: list[int], jurisdiction: str, *, now: datetime) -> None:
    """Keep the pack of today for lines just placed; a repeat changes nothing."""
    pack = current_pack(jurisdiction)
    rows = [
        {"order_line_id": line_id, "version": pack.version, "jurisdiction": pack.jurisdiction, "pack": pack.as_json(), "at": now}
        for line_id in order_line_ids
    ]
    if rows:
        db.session.execute(insert(PolicySnapshot).values(rows).on_conflict_do_nothing())


def current_pack(jurisdiction: str) -> Pack:
    """The pack for orders placed now; unknown jurisdictions have the default one."""
    known = {word.value: word for word in Jurisdiction}
    return PACKS[known.get(jurisdiction, Jurisdiction.DEFAULT)]


def packs_of(order: shop.Order) -> dict[int, Pack]:
    """The pack of each line as it was at placement; imported lines without one have that of the order's jurisdiction."""
    stmt = select(PolicySnapshot).where(PolicySnapshot.order_line_id.in_([line.id for line in order.lines]))
    kept = {row.order_line_id: Pack.from_json(row.pack) for row in db.session.scalars(stmt)}
    return {line.id: kept.get(line.id) or current_pack(order.jurisdiction) for line in order.lines}


def facts_of(
    order: shop.Order,
    line: shop.OrderLine,
    *,
    kind: CaseType,
    reason: Reason,
    at: datetime,
    photos: int,
    videos: int,
    level: str = "",
    bonus_days: int | None = None,
    risk: int = 0,
    attempts: int = 0,
    fault: Fault | None = None,
) -> eligibility.Facts:
    """What the policy is asked about one line."""
    return eligibility.Facts(
        type=kind,
        reason=reason,
        fault=fault,
        at=at,
        zone=profile.current().zone,
        state=LineState(line.state),
        delivered_at=line.delivered_at,
        parcels=(order.delivered_at,),
        paid_at=order.paid_at,
        categories=tuple(line.category_path.split("/")),
        flags=frozenset(line.flags),
        consents=frozenset(name for name, given in line.consents.items() if given),
        value_minor=line.payable_minor,
        warranty_days=line.warranty_days,
        photos=photos,
        videos=videos,
        attempts=attempts,
        member_level=level,
        bonus_days=bonus_days,
        risk=risk,
    )


def attempts_on(order_line_id: int) -> int:
    """How often something was asked for this line already."""
    stmt = select(Case.attempts).join(CaseLine, CaseLine.case_id == Case.id)
    return sum(db.session.scalars(stmt.where(CaseLine.order_line_id == order_line_id)))


def keep(case: Case, line_id: int, pack: Pack, facts: eligibility.Facts, found: eligibility.Decision, now: datetime) -> None:
    """Put the answer on record, with what it was based on."""
    inputs = {
        name: sorted(value) if isinstance(value, frozenset) else str(value)
        for name, value in asdict(facts).items()
        if value is not None
    }
    db.session.add(
        PolicyDecision(
            case_id=case.id,
            order_line_id=line_id,
            policy_version=pack.version,
            outcome=found.outcome,
            rules=[{"id": rule.id, "text": rule.template, "particulars": dict(rule.particulars)} for rule in found.rules],
            inputs=inputs,
            deadline=found.deadline,
            at=now,
        )
    )

"""A request becomes a case: the policy is asked, units are held, money is quoted, a ticket is filed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from helpdesk import shop
from helpdesk.returns.commands import authorizing, clocks, moving, policy, quoting
from helpdesk.returns.events import CaseOpened
from helpdesk.returns.models import Case, CaseLine, Evidence, RequestDraft
from helpdesk.returns.models.case import CASE_NUMBER
from helpdesk.returns.rules import eligibility
from helpdesk.returns.rules.packs import Pack
from helpdesk.returns.rules.reasons import REASONS
from helpdesk.returns.vocabulary import CaseType, Clock, Event, EvidenceKind, Fault, Outcome, Party, Reason
from helpdesk.tickets.commands import filing, standing
from helpdesk.tickets.models import Ticket
from kit import profile
from kit.accounts.models import User
from kit.db import command, db, lock, next_value
from kit.errors import NotFound, RuleViolation
from kit.events import publish
from kit.numbers import serial_number
from kit.uploads.models import Upload

Answers = dict[int, tuple[Pack, eligibility.Facts, eligibility.Decision]]

TICKET_KINDS = {
    Reason.QUALITY_DEFECT: ("quality", "defect"),
    Reason.NOT_AS_DESCRIBED: ("quality", "not_as_described"),
    Reason.COUNTERFEIT: ("quality", "counterfeit"),
    Reason.DAMAGED_ON_ARRIVAL: ("logistics", "transit_damage"),
    Reason.WRONG_ITEM: ("logistics", "wrong_item"),
    Reason.MISSING_PARTS: ("logistics", "missing_item"),
    Reason.SHORT_SHIPPED: ("logistics", "missing_item"),
    Reason.NOT_DELIVERED: ("logistics", "signed_not_received"),
    Reason.LOST: ("logistics", "lost"),
    Reason.LATE_DELIVERY: ("logistics", "late"),
    Reason.PRICE_DROP: ("order", "price"),
    Reason.WARRANTY_REPAIR: ("service", "warranty"),
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked for. `units` are per order line id; `subject` and `body` are the words of the ticket that is filed
    unless `ticket` (id, number) is there already. `amount_minor` asks for less than the quote."""

    order_id: int
    customer_id: int
    type: CaseType
    reason: Reason
    units: dict[int, int]
    description: str = ""
    subject: str = ""
    body: str = ""
    locale: str = "en"
    fault: Fault | None = None
    uploads: Sequence[Upload] = field(default=())
    ticket: tuple[int, str] | None = None
    amount_minor: int | None = None
    channel: str = "web"
    is_demo: bool = False


@command
def open_case(request: Request, *, party: Party = Party.BUYER, override: str = "", actor: User | None, now: datetime) -> Case:
    """Open a case; what the policy approves by itself goes on at once.

    `override`: the reason for which staff opens what the policy refuses (I19). Raises NotFound for somebody else's order,
    RuleViolation with the guard or rule that refuses, `over_quantity` and the other codes of the quote.
    """
    if request.ticket is not None:
        lock(Ticket, request.ticket[0])
    order = shop.order(request.order_id)
    if order.customer_id != request.customer_id:
        raise NotFound("order", order.number)
    lines = lines_of(order, request.units)
    answers = decide(order, lines, request, now)
    _check(answers, party, override)
    case = _case(order, request, answers, actor, now)
    _hold(lines, request.units, now)
    _quote_lines(case, order, lines, request)
    for line_id, (pack, facts, answer) in answers.items():
        policy.keep(case, line_id, pack, facts, answer, now)
    _attach(case, request.uploads, actor, now)
    _link_ticket(case, order, request, actor, now)
    moving.record(case, Event.OPEN, None, party, actor, now, reason=override or request.description[:500])
    clocks.arm(case, Clock.MERCHANT_REVIEW, now)
    clocks.refresh(case)
    db.session.execute(delete(RequestDraft).where(RequestDraft.order_id == order.id, RequestDraft.person_id == request.customer_id))
    about = moving.facts_of(case, actor, now)
    publish(CaseOpened(**about, type=case.type, amount_minor=case.requested_minor, currency=case.currency))
    if not override and all(answer.outcome is Outcome.AUTO_APPROVE for _, _, answer in answers.values()):
        authorizing.approve_by_policy(case, now=now)
    return case


def decide(order: shop.Order, lines: Sequence[shop.OrderLine], request: Request, now: datetime) -> Answers:
    """The policy's answer for each line."""
    packs = policy.packs_of(order)
    member = shop.customer_summary(order.customer_id)
    photos = sum(upload.is_picture for upload in request.uploads)
    videos = sum(upload.is_video for upload in request.uploads)
    answers = {}
    for line in lines:
        facts = policy.facts_of(
            order,
            line,
            kind=request.type,
            reason=request.reason,
            fault=request.fault,
            at=now,
            photos=photos,
            videos=videos,
            level=member.level or "",
            bonus_days=member.window_bonus_days if member.level else None,
            attempts=policy.attempts_on(line.id),
        )
        answers[line.id] = packs[line.id], facts, eligibility.decide(facts, packs[line.id])
    return answers


def return_deadlines(order: shop.Order, now: datetime) -> dict[int, datetime | None]:
    """Until when each line of the order can be returned without a reason; None before it arrived."""
    wanted = Request(
        order_id=order.id, customer_id=order.customer_id, type=CaseType.RETURN_REFUND, reason=Reason.NO_LONGER_WANTED, units={}
    )
    return {line_id: answer.deadline for line_id, (_pack, _facts, answer) in decide(order, order.lines, wanted, now).items()}


@command
def save_draft(order_id: int, person_id: int, data: dict[str, object], *, now: datetime) -> None:
    """Keep what a person has filled in so far."""
    row = insert(RequestDraft).values(order_id=order_id, person_id=person_id, data=data, saved_at=now)
    changed = {"data": row.excluded.data, "saved_at": row.excluded.saved_at}
    db.session.execute(row.on_conflict_do_update(index_elements=["order_id", "person_id"], set_=changed))


def lines_of(order: shop.Order, units: dict[int, int]) -> list[shop.OrderLine]:
    """The lines asked about. Raises RuleViolation `no_items`, `not_in_order` or `over_quantity`."""
    if not units:
        raise RuleViolation("no_items", "Choose at least one item.", field="line")
    found = []
    for line_id, count in units.items():
        line = order.line(line_id)
        if line is None:
            raise RuleViolation("not_in_order", "This item is not part of the order.", field="line")
        if not 0 < count <= line.returnable:
            raise RuleViolation("over_quantity", "More units than are left of this item.", field="line")
        found.append(line)
    return found


def _check(answers: Answers, party: Party, override: str) -> None:
    """Customers are bound by the policy; staff may go beyond it with a reason."""
    refusals = [answer.rules[-1] for _, _, answer in answers.values() if answer.outcome is Outcome.DENY]
    if refusals and not (party is Party.MERCHANT and override.strip()):
        rule = refusals[0]
        raise RuleViolation(rule.id, rule.template % rule.particulars if rule.particulars else rule.template)
    needs = [need for _, _, answer in answers.values() for need in answer.needs]
    if needs and party is Party.BUYER:
        raise RuleViolation("evidence_given", "Please add the photos this reason needs.", field="photos")


def _case(order: shop.Order, request: Request, answers: Answers, actor: User | None, now: datetime) -> Case:
    local = now.astimezone(profile.current().zone).date()
    return Case(
        number=serial_number("R", local, next_value(CASE_NUMBER.name)),
        order_id=order.id,
        order_number=order.number,
        customer_id=order.customer_id,
        type=request.type,
        reason=request.reason,
        fault=request.fault or REASONS[request.reason].fault,
        description=request.description.strip(),
        currency=order.currency,
        requested_minor=0,
        agreed_minor=0,
        opened_by_id=actor.id if actor else None,
        channel=request.channel,
        risk_score=max(facts.risk for _, facts, _ in answers.values()),
        is_demo=request.is_demo,
        opened_at=now,
        state_since=now,
    )


def _hold(lines: Sequence[shop.OrderLine], units: dict[int, int], now: datetime) -> None:
    """G1: in line order, so that two requests at once never wait for each other in a circle."""
    for line in sorted(lines, key=lambda line: line.id):
        if not shop.hold_quantity(line.id, units[line.id], now=now):
            raise RuleViolation("quantity_free", "These units already belong to another request.", field="line")


def _quote_lines(case: Case, order: shop.Order, lines: Sequence[shop.OrderLine], request: Request) -> None:
    quote = quoting.quote(quoting.purchase_of(order.id), request.units)
    quoted = quoting.by_line(quote)
    full = quote.refund_minor
    amount = full if request.amount_minor is None else request.amount_minor
    if amount > full:
        raise RuleViolation("amount_within", "The amount is larger than what was paid for these items.", field="amount")
    case.requested_minor, case.agreed_minor = full, amount
    db.session.add(case)
    db.session.flush()
    case_lines = [
        CaseLine(
            case_id=case.id,
            order_line_id=line.id,
            sku_id=line.sku_id,
            sku_no=line.sku_no,
            name=line.name,
            options=dict(line.options),
            picture=line.picture,
            unit_price_minor=line.unit_price_minor,
            ordered=line.quantity,
            quantity=request.units[line.id],
            qty_held=request.units[line.id],
            quoted_minor=quoted[line.id].refund_minor,
        )
        for line in lines
    ]
    db.session.add_all(case_lines)
    db.session.flush()
    db.session.refresh(case, ["lines"])


def _attach(case: Case, uploads: Sequence[Upload], actor: User | None, now: datetime) -> None:
    for upload in uploads:
        kind = EvidenceKind.PHOTO if upload.is_picture else EvidenceKind.VIDEO if upload.is_video else EvidenceKind.DOCUMENT
        db.session.add(
            Evidence(
                case_id=case.id,
                upload_id=upload.id,
                uploader_id=actor.id if actor else None,
                kind=kind,
                sha256=upload.sha256,
                at=now,
            )
        )


def _link_ticket(case: Case, order: shop.Order, request: Request, actor: User | None, now: datetime) -> None:
    """The conversation the case belongs to: the one it came from, else a new one with the customer's words."""
    if request.ticket is None:
        category, subtype = TICKET_KINDS.get(request.reason, ("order", "return_exchange"))
        ticket = filing.file_ticket(
            filing.Draft(
                subject=request.subject,
                body=request.body or request.description,
                requester_id=order.customer_id,
                order_id=order.id,
                order_number=order.number,
                locale=request.locale,
                uploads=[upload.id for upload in request.uploads],
                category=category,
                subtype=subtype,
                case_id=case.id,
                case_number=case.number,
                is_demo=request.is_demo,
            ),
            actor=actor,
            now=now,
        )
        case.ticket_id, case.ticket_number = ticket.id, ticket.number
    else:
        case.ticket_id, case.ticket_number = request.ticket
        standing.link_case(case.ticket_id, case.id, case.number, actor=actor, now=now)

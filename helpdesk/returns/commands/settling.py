"""Money for accepted units: quoted by the rules, capped by what was agreed, asked for at the shop's payments."""

from collections.abc import Sequence
from datetime import datetime

from helpdesk import shop
from helpdesk.proposals import queries as offers
from helpdesk.returns.commands import quoting
from helpdesk.returns.events import CaseSettled
from helpdesk.returns.models import Case, CaseLine, Fee
from helpdesk.returns.rules.refunds import QuotedLine
from helpdesk.returns.vocabulary import FeeKind
from kit import money
from kit.accounts.models import User
from kit.db import db
from kit.events import publish


def accept_ready_units(case: Case, *, actor: User | None, now: datetime, only: Sequence[int] = ()) -> int:
    """Accept what was graded (or need not come back) and not yet decided, of all lines or `only` some by id.

    Returns the minor units asked for. The deduction agreed for a line is taken from it once.
    """
    ready = [line for line in case.lines if line.to_decide and (not only or line.id in only)]
    units = {line.order_line_id: line.to_decide for line in ready}
    already = {line.order_line_id: line.already_minor for line in ready}
    if not units:
        return 0
    quoted = quoting.by_line(quoting.quote(quoting.purchase_of(case.order_id), units, already))
    parts = []
    for line in ready:
        found = quoted.pop(line.order_line_id)
        deduction = min(line.deduction_minor, found.refund_minor)
        parts.append(_part(line, found, line.to_decide, found.refund_minor - deduction))
        _book_fee(case, line, deduction)
        line.qty_accepted += line.to_decide
        line.refund_minor += found.refund_minor - deduction
        line.refund_tax_minor += parts[-1].tax_minor
    parts += [_excess(line_id, found) for line_id, found in quoted.items()]
    return _ask(case, parts, actor, now)


def ready_minor(case: Case) -> int:
    """What the units that wait for a decision would pay, before any deduction."""
    ready = [line for line in case.lines if line.to_decide]
    if not ready:
        return 0
    units = {line.order_line_id: line.to_decide for line in ready}
    already = {line.order_line_id: line.already_minor for line in ready}
    return quoting.quote(quoting.purchase_of(case.order_id), units, already).refund_minor


def accept_without_goods(case: Case, *, actor: User | None, now: datetime) -> int:
    """Pay the agreed amount for goods that do not come back: units when all of it is paid, else money without goods.

    Units that were never sent are cancelled in the order, which pays them by itself."""
    for line in case.lines:
        line.without_goods = True
    _cancel_unsent(case, actor, now)
    if case.agreed_minor >= case.requested_minor:
        return accept_ready_units(case, actor=actor, now=now)
    ready = [line for line in case.lines if line.to_decide]
    shares = money.allocate(case.agreed_minor, [line.quoted_minor for line in ready], [line.quoted_minor for line in ready])
    purchase = quoting.purchase_of(case.order_id)
    parts = []
    for line, share in zip(ready, shares, strict=True):
        bought = purchase.line(str(line.order_line_id))
        tax = bought.tax_of(bought.refunded_minor + share) - bought.tax_of(bought.refunded_minor)
        parts.append(shop.RefundPart(order_line_id=line.order_line_id, quantity=0, amount_minor=share, tax_minor=tax))
        line.qty_accepted, line.settles_units = line.qty_accepted + line.to_decide, False
        line.refund_minor, line.refund_tax_minor = line.refund_minor + share, line.refund_tax_minor + tax
    return _ask(case, parts, actor, now)


def _cancel_unsent(case: Case, actor: User | None, now: datetime) -> None:
    order = shop.order(case.order_id)
    for line in case.lines:
        bought = order.line(line.order_line_id)
        if bought is None or bought.state != "unshipped" or not line.to_decide:
            continue
        shop.release_quantity(line.order_line_id, line.qty_held, now=now)
        line.qty_held, line.refund_minor = 0, line.quoted_minor
        units = line.to_decide
        line.qty_accepted += units
        db.session.flush()
        shop.cancel_units(case.order_id, line.order_line_id, units, actor_id=actor.id if actor else None, now=now)


def are_paid(case: Case) -> bool:
    """Whether every refund of the case has reached the customer; true as well when there was nothing to pay."""
    return all(refund.status in ("succeeded", "succeeded_manual") for refund in shop.refunds(case.number))


def _ask(case: Case, parts: list[shop.RefundPart], actor: User | None, now: datetime) -> int:
    """Ask for one refund. The reference follows from how many units were accepted so far, so a repeat finds the first."""
    db.session.flush()
    amount = sum(part.amount_minor for part in parts)
    if amount:
        reference = f"{case.number}:{sum(line.qty_accepted for line in case.lines)}"
        shop.request_refund(
            case.order_id,
            parts=[part for part in parts if part.amount_minor or part.quantity],
            reason=case.reason,
            reference=reference,
            case_ref=case.number,
            requester_id=actor.id if actor else offers.offerer_of(case.id),
            now=now,
        )
        publish(
            CaseSettled(
                case_id=case.id,
                case_number=case.number,
                ticket_id=case.ticket_id,
                order_id=case.order_id,
                actor_id=actor.id if actor else None,
                at=now,
                amount_minor=amount,
                currency=case.currency,
            )
        )
    return amount


def _part(line: CaseLine, found: QuotedLine, units: int, amount: int) -> shop.RefundPart:
    """Tax shrinks with a deduction in proportion; the deduction itself is a fee, not part of the refund."""
    tax = found.tax_minor if amount == found.refund_minor else money.half_up(found.tax_minor * amount, found.refund_minor)
    return shop.RefundPart(order_line_id=line.order_line_id, quantity=units, amount_minor=amount, tax_minor=tax)


def _excess(line_id: int, found: QuotedLine) -> shop.RefundPart:
    """What an earlier-returned line gets back because the promotion fell away wholly (R7)."""
    return shop.RefundPart(order_line_id=line_id, quantity=0, amount_minor=found.refund_minor, tax_minor=found.tax_minor)


def _book_fee(case: Case, line: CaseLine, amount: int) -> None:
    if amount:
        fee = Fee(case_id=case.id, case_line_id=line.id, kind=FeeKind.DAMAGE, amount_minor=amount, legal_basis="agreed_by_customer")
        db.session.add(fee)

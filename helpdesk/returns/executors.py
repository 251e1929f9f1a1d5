"""Cases as things that can be offered: each type with a resolution becomes an executor of proposals."""

from datetime import datetime

from helpdesk import shop
from helpdesk.proposals.models import Proposal, ProposalItem
from helpdesk.proposals.registry import EXECUTORS, ItemDraft, QuotedItem
from helpdesk.returns.commands import authorizing, negotiating, quoting, requesting
from helpdesk.returns.models import Case
from helpdesk.returns.registry import RESOLUTIONS, Resolution
from helpdesk.returns.vocabulary import CaseType, Party, Reason, State
from helpdesk.tickets.models import Ticket
from kit.accounts.models import User
from kit.db import db
from kit.errors import NotFound, RuleViolation
from kit.web.filters import loc, money
from kit.web.words import gettext as _


class CaseOffer:
    """Offers one type of case: within a case that is negotiated, or as a new one that opens with the yes."""

    needs_lines = True

    def __init__(self, resolution: Resolution) -> None:
        self.type = resolution.key
        self.key, self.label, self.mark = str(resolution.key), resolution.label, resolution.mark
        self.needs_amount = resolution.key is CaseType.REFUND_ONLY

    def quote(self, draft: ItemDraft, *, requester_id: int, actor: User | None) -> QuotedItem:
        if draft.order_id is None:
            raise RuleViolation("no_order", "Link an order to the ticket first.", field="resolution")
        order = shop.order(draft.order_id)
        if order.customer_id != requester_id:
            raise NotFound("order", order.number)
        units = dict(draft.lines)
        if draft.case_id is None:
            requesting.lines_of(order, units)
            full = quoting.quote(quoting.purchase_of(order.id), units).refund_minor
        else:
            full = draft.amount_minor or 0
        if draft.amount_minor is not None and draft.amount_minor > full:
            raise RuleViolation("over_amount", "This is more than was paid for these items.", field="amount")
        names = {line.id: line.name for line in order.lines}
        return QuotedItem(
            amount_minor=full if draft.amount_minor is None else draft.amount_minor,
            currency=order.currency,
            lines=[{"order_line_id": key, "quantity": count, "name": names[key]} for key, count in units.items()],
            particulars={**draft.particulars, "case_id": draft.case_id},
        )

    def sentence(self, item: ProposalItem) -> str:
        goods = _(", ").join(_("%(name)s × %(count)s", name=loc(one["name"]), count=one["quantity"]) for one in item.lines)
        amount = money(item.amount_minor, item.currency)
        case_id = item.particulars.get("case_id")
        case = db.session.get(Case, case_id) if case_id else None
        if case is not None and case.has_goods:
            return _("You get %(amount)s back for %(goods)s.", goods=goods, amount=amount)
        if self.type is CaseType.RETURN_REFUND:
            return _("You send back %(goods)s and get %(amount)s as soon as we have checked it.", goods=goods, amount=amount)
        return _("You get %(amount)s back for %(goods)s and keep what you have.", goods=goods, amount=amount)

    def still_possible(self, item: ProposalItem, *, now: datetime) -> bool:
        case_id = item.particulars.get("case_id")
        if case_id is not None:
            case = db.session.get(Case, case_id)
            return case is not None and case.state is State.NEGOTIATING
        order = shop.order(item.order_id or 0)
        wanted = [(order.line(one["order_line_id"]), one["quantity"]) for one in item.lines]
        return all(line is not None and count <= line.returnable for line, count in wanted)

    def carry_out(self, item: ProposalItem, proposal_id: int, *, requester_id: int, now: datetime) -> bool:
        case_id = item.particulars.get("case_id")
        if case_id is not None:
            return negotiating.accepted(case_id, self.type, item.amount_minor, requester_id=requester_id, now=now)
        proposal = db.session.get_one(Proposal, proposal_id)
        ticket = db.session.get_one(Ticket, proposal.ticket_id)
        request = requesting.Request(
            order_id=item.order_id or 0,
            customer_id=requester_id,
            type=self.type,
            reason=Reason(item.particulars.get("reason", Reason.OTHER)),
            units={one["order_line_id"]: one["quantity"] for one in item.lines},
            description=proposal.text,
            ticket=(ticket.id, ticket.number),
            amount_minor=item.amount_minor,
            channel="proposal",
        )
        override = f"proposal {proposal.id} accepted"
        case = requesting.open_case(request, party=Party.MERCHANT, override=override, actor=None, now=now)
        proposal.case_id = case.id
        authorizing.approve_by_policy(case, now=now)
        return case.state is State.COMPLETED


for resolution in RESOLUTIONS:
    EXECUTORS.add(str(resolution.key), CaseOffer(resolution))

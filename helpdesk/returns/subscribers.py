"""What returns do when something happens in the shop or to a proposal."""

from helpdesk.proposals.events import ProposalDeclined, ProposalLapsed, ProposalWithdrawn
from helpdesk.returns.commands import negotiating, policy
from helpdesk.returns.vocabulary import Event
from kit import profile
from kit.events import on
from kit.queue import enqueue_after_commit
from storefront.events import OrderPlaced, RefundEvent, RefundFailed, RefundSucceeded, ReturnParcelMoved


@on(OrderPlaced)
def keep_the_policy(event: OrderPlaced) -> None:
    policy.remember(event.order_line_ids, profile.current().jurisdiction, now=event.at)


@on(RefundSucceeded, RefundFailed)
def follow_the_money(event: RefundEvent) -> None:
    """The payments hold the order, and a case is locked before its order: so it follows after the commit, or with the sweep."""
    if event.case_ref is not None:
        enqueue_after_commit("helpdesk.returns.jobs.refund_moved", event.refund_id)


@on(ReturnParcelMoved)
def follow_the_parcel(event: ReturnParcelMoved) -> None:
    if event.status == "delivered":
        enqueue_after_commit("helpdesk.returns.jobs.parcel_arrived", event.shipment_id)


@on(ProposalDeclined)
def take_the_no(event: ProposalDeclined) -> None:
    if event.case_id is not None:
        negotiating.not_agreed(event.case_id, Event.REFUSE, actor_id=event.actor_id, now=event.at)


@on(ProposalWithdrawn)
def take_it_back(event: ProposalWithdrawn) -> None:
    if event.case_id is not None:
        negotiating.not_agreed(event.case_id, Event.LAPSE, actor_id=event.actor_id, now=event.at)


@on(ProposalLapsed)
def go_on_without_an_answer(event: ProposalLapsed) -> None:
    if event.case_id is not None:
        negotiating.not_agreed(event.case_id, Event.LAPSE, actor_id=None, now=event.at)

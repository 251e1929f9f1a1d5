"""What returns do when something happens in the shop or to a proposal."""

from helpdesk.proposals.events import ProposalDeclined, ProposalLapsed, ProposalWithdrawn
from helpdesk.returns.commands import completing, negotiating, policy, receiving
from helpdesk.returns.vocabulary import Event
from kit import profile
from kit.events import on
from storefront.events import OrderPlaced, RefundFailed, RefundSucceeded, ReturnParcelMoved


@on(OrderPlaced)
def keep_the_policy(event: OrderPlaced) -> None:
    policy.remember(event.order_line_ids, profile.current().jurisdiction, now=event.at)


@on(RefundSucceeded)
def follow_the_money(event: RefundSucceeded) -> None:
    if event.case_ref is not None:
        completing.refunds_arrived(event.case_ref, now=event.at)


@on(RefundFailed)
def look_for_another_way(event: RefundFailed) -> None:
    if event.case_ref is not None:
        completing.refund_failed(event.case_ref, event.failure, now=event.at)


@on(ReturnParcelMoved)
def follow_the_parcel(event: ReturnParcelMoved) -> None:
    if event.status == "delivered":
        receiving.shipment_arrived(event.case_ref, event.shipment_id, now=event.at)


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

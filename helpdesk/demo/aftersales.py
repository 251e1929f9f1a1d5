"""Return requests in every state, walked by the ordinary commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from helpdesk.demo.cast import STAR
from helpdesk.demo.purchases import Purchase, pay_out
from helpdesk.returns.commands import authorizing, completing, inspecting, receiving, requesting
from helpdesk.returns.commands.inspecting import Finding
from helpdesk.returns.commands.requesting import Request
from helpdesk.returns.models import Case
from helpdesk.returns.vocabulary import CaseType, Disposition, Grade, Party, Reason, State
from helpdesk.tickets.commands import assignment, conversation, lifecycle
from helpdesk.tickets.vocabulary import Status
from kit.accounts.models import User
from kit.db import command, db

STEPS = ("requested", "approved", "sent", "received", "inspected", "completed")
SCENES = (("requested", 4), ("approved", 3), ("sent", 3), ("received", 3), ("inspected", 2), ("completed", 6), ("rejected", 2))
UNDECIDED = frozenset({"requested", "rejected"})
WORDS = {
    "en": {
        Reason.NO_LONGER_WANTED: (
            "Return of my order",
            "Unused and in its box, simply not what I need. I would like to send it back.",
        ),
        Reason.SIZE_COLOUR: (
            "It does not suit me",
            "The colour does not go with my room after all. It is unused, please take it back.",
        ),
        Reason.NOT_AS_DESCRIBED: (
            "Not as it was described",
            "On the phone: the size on the page is not what arrived. Wants to return it.",
        ),
        "answer": "Thank you, we have your request. You can follow every step on its page, and I look after it.",
        "rejected": "The item shows clear marks of use, so it cannot be sold as new any more.",
    },
    "zh_Hans": {
        Reason.NO_LONGER_WANTED: ("申请七天无理由退货", "没有用过，包装完好，买来发现不太需要，申请退货。"),
        Reason.SIZE_COLOUR: ("颜色不合适，申请退货", "颜色和家里不搭，没有使用，申请退货退款。"),
        Reason.NOT_AS_DESCRIBED: ("与描述不符，申请退货", "来电记录：实物尺寸与页面描述不一致，要求退货退款。"),
        "answer": "您好，申请已收到，每一步都可以在申请页查看，我会全程跟进。",
        "rejected": "商品有明显使用痕迹，影响二次销售，无法按新品退回。",
    },
}


@dataclass(frozen=True, kw_only=True)
class Crew:
    """Who decides and who handles the goods."""

    agents: Sequence[User]
    warehouse: User


@command
def ask_back(bought: Sequence[Purchase], crew: Crew, rng: Random, *, now: datetime) -> list[Case]:
    """Open the requests on orders that arrived lately and bring each as far as its scene says."""
    wanted = [step for step, number in SCENES for _ in range(number)]
    fresh = [one for one in bought if _may_come_back(one, now)]
    rng.shuffle(fresh)
    return [_walk(purchase, step, crew, rng, now) for purchase, step in zip(fresh, wanted, strict=False)]


def _may_come_back(purchase: Purchase, now: datetime) -> bool:
    arrived = purchase.delivered_at
    in_time = arrived is not None and timedelta(hours=16) < now - arrived < timedelta(days=6)
    plain = not any(line.flags for line in purchase.order.lines)
    return in_time and plain and purchase.state == "delivered" and purchase.customer.user.name != STAR


def _walk(purchase: Purchase, step: str, crew: Crew, rng: Random, now: datetime) -> Case:
    """From the request on, with so much time between the steps that all of them lie behind us."""
    begun = (purchase.delivered_at or now) + timedelta(hours=2)
    pace = (now - begun) / (len(STEPS) + 1)
    agent, customer = rng.choice(crew.agents), purchase.customer.user
    case = _request(purchase, agent if step in UNDECIDED else customer, rng, begun)
    done = STEPS.index(step) if step in STEPS else 0
    _answer(case, agent, customer, begun + timedelta(minutes=rng.uniform(4, 50)))
    if step == "rejected":
        authorizing.reject(case.id, str(WORDS[customer.locale]["rejected"]), actor=agent, now=begun + pace)
    if done >= 1 and case.state is State.PENDING_REVIEW:
        authorizing.approve(case.id, actor=agent, now=begun + pace)
    if done >= 2:
        tracking = f"SF{rng.randrange(10**12, 10**13)}"
        receiving.add_tracking(case.id, "sf", tracking, actor=customer, now=begun + 2 * pace)
    if done >= 3:
        units = {line.id: line.quantity for line in case.lines}
        receiving.receive(case.id, units, actor=crew.warehouse, now=begun + 3 * pace)
    if done >= 4:
        findings = [
            Finding(line_id=line.id, quantity=line.quantity, grade=Grade.NEW_UNWORN, disposition=Disposition.RESTOCK_NEW)
            for line in case.lines
        ]
        inspecting.inspect(case.id, findings, actor=crew.warehouse, now=begun + 4 * pace)
    if done >= 5:
        completing.accept(case.id, actor=agent, now=begun + 5 * pace)
        db.session.flush()
        pay_out(purchase.order.id, at=begun + 5 * pace + timedelta(minutes=4))
        solved_at = begun + 5 * pace + timedelta(minutes=9)
        lifecycle.set_status(case.ticket_id or 0, Status.SOLVED, actor=agent, now=solved_at)
    return case


def _answer(case: Case, agent: User, customer: User, at: datetime) -> None:
    """The agent says that somebody looks after it."""
    if case.ticket_id is not None:
        assignment.assign(case.ticket_id, agent.id, actor=None, now=at)
        words = str(WORDS[customer.locale]["answer"])
        conversation.reply(case.ticket_id, words, seen_up_to=None, status=Status.PENDING, actor=agent, now=at)


def _request(purchase: Purchase, actor: User, rng: Random, at: datetime) -> Case:
    """By the customer for reasons that the policy approves by itself, or on the phone for one that a person must judge."""
    customer, line = purchase.customer.user, purchase.order.lines[0]
    by_phone = actor.id != customer.id
    reason = Reason.NOT_AS_DESCRIBED if by_phone else rng.choice((Reason.NO_LONGER_WANTED, Reason.SIZE_COLOUR))
    subject, body = WORDS[customer.locale][reason]
    asked = Request(
        order_id=purchase.order.id,
        customer_id=customer.id,
        type=CaseType.RETURN_REFUND,
        reason=reason,
        units={line.id: 1},
        description=body,
        subject=subject,
        body=body,
        locale=customer.locale,
        channel="phone" if by_phone else "web",
        is_demo=True,
    )
    return requesting.open_case(asked, party=Party.MERCHANT if by_phone else Party.BUYER, actor=actor, now=at)

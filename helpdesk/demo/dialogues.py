"""Tickets in every state over sixty days, filed and answered by the ordinary commands at past instants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from helpdesk.demo import script
from helpdesk.demo.cast import STAR
from helpdesk.demo.purchases import Purchase
from helpdesk.demo.script import Conversation
from helpdesk.proposals import commands as proposals
from helpdesk.proposals.registry import ItemDraft
from helpdesk.tickets.commands import assignment, conversation, filing, lifecycle
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import By, Channel, HoldFor, Opening, Status
from kit.accounts.models import User
from kit.db import command
from storefront.shipping.carrier import name_of

WEIGHTS = {"quality": 30, "logistics": 34, "service": 10, "order": 17, "account": 4, "other": 5}
CHANNELS = {Channel.WEB: 55, Channel.EMAIL: 20, Channel.CHAT: 15, Channel.PHONE: 10}
SCENES = (  # how many tickets stand where now, and how many minutes ago the last word of the customer was said
    ("first_reply", 2, 63, 82),
    ("first_reply", 4, 46, 57),
    ("first_reply", 16, 2, 43),
    ("next_reply", 1, 64, 75),
    ("next_reply", 3, 46, 56),
    ("next_reply", 13, 3, 43),
    ("pending", 27, 90, 60 * 40),
    ("offered", 5, 120, 60 * 20),
    ("on_hold", 8, 120, 60 * 22),
    ("solved", 95, 60 * 7, 60 * 24 * 13),
    ("closed", 103, 60 * 24 * 15, 60 * 24 * 60),
)
SLOW_SHARE = 0.08  # of the answers, which come after more than an hour
STAR_SUBJECT = "Kettle lid cracked on arrival, base leaks"
OFFER = {
    "en": "We are sorry for the trouble. We would like to give you ¥30.00 store credit for it. Please say yes below.",
    "zh_Hans": "给您添麻烦了，我们想补偿您 30 元余额，请在下方点“接受”。",
}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One ticket to come: what is said, by whom about which order, and where it stands by now."""

    kind: str
    talk: Conversation
    purchase: Purchase
    slug: str
    channel: Channel
    agent: User
    last_said_at: datetime


@dataclass(frozen=True, kw_only=True)
class Played:
    """A ticket with what the follow-ups need."""

    scene: Scene
    ticket: Ticket
    solved_at: datetime | None
    was_slow: bool


def scenes(bought: Sequence[Purchase], agents: Sequence[User], rng: Random, *, now: datetime) -> list[Scene]:
    """Every ticket to come, the oldest first."""
    made = [_star_scene(bought, agents[0], now)]
    for kind, number, latest, earliest in SCENES:
        for _ in range(number - (kind == "next_reply" and latest == 46)):
            at = now - timedelta(minutes=rng.uniform(latest, earliest))
            made.append(_scene(kind, at, bought, agents, rng))
    return sorted(made, key=lambda scene: scene.last_said_at)


@command
def play(scene: Scene, rng: Random, *, now: datetime) -> Played:
    """File the ticket and let both sides talk until it stands where it should."""
    words = _words(scene, rng)
    lines = _lines(scene)
    gaps = [_gap(line.by, rng) for line in lines]
    at = _begun_at(scene, gaps)
    ticket = _file(scene, words, at, rng)
    if scene.kind != "first_reply" or rng.random() < 0.4:
        assignment.assign(ticket.id, scene.agent.id, actor=None, now=at + timedelta(seconds=40))
    is_over = scene.kind in ("solved", "closed")
    for place, (line, gap) in enumerate(zip(lines, gaps, strict=True), start=1):
        at += gap
        _say(ticket, line, words, scene, Status.SOLVED if is_over and place == len(lines) else Status.PENDING, at)
    _finish(ticket, scene, at, now)
    solved_at = at if is_over else None
    return Played(scene=scene, ticket=ticket, solved_at=solved_at, was_slow=any(gap > timedelta(hours=1) for gap in gaps))


def _star_scene(bought: Sequence[Purchase], agent: User, now: datetime) -> Scene:
    """The story of the printed customer: the cracked kettle, answered, and now asked about again."""
    talk = next(talk for talk in script.conversations() if talk.subject == STAR_SUBJECT)
    mine = next(one for one in bought if one.customer.user.name == STAR and "kettle" in one.products)
    at = now - timedelta(minutes=48)
    return Scene(kind="next_reply", talk=talk, purchase=mine, slug="kettle", channel=Channel.WEB, agent=agent, last_said_at=at)


def _scene(kind: str, at: datetime, bought: Sequence[Purchase], agents: Sequence[User], rng: Random) -> Scene:
    """An order that could be talked about at that time, and words in its customer's language that fit it."""
    while True:
        category = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        purchase = rng.choice(bought)
        slug = rng.choice(list(purchase.products))
        fitting = [
            talk
            for talk in script.conversations()
            if talk.category == category and talk.locale == purchase.customer.locale and talk.is_about(slug)
        ]
        if fitting and purchase.customer.user.name != STAR and purchase.order.placed_at < at - timedelta(hours=12):
            break
    return Scene(
        kind=kind,
        talk=rng.choice(fitting),
        purchase=purchase,
        slug=slug,
        channel=rng.choices(list(CHANNELS), list(CHANNELS.values()))[0],
        agent=rng.choice(agents),
        last_said_at=at,
    )


def _lines(scene: Scene) -> tuple[script.Line, ...]:
    """As much of the conversation as has been said by now."""
    thread = scene.talk.thread
    if scene.kind == "first_reply":
        return ()
    if scene.kind == "closed":
        return thread[:1]
    if scene.kind == "solved":
        last = max(place for place, line in enumerate(thread) if line.by == "agent")
        return thread[: last + 1]
    customer = next((place for place, line in enumerate(thread) if line.by == "customer"), len(thread))
    return thread[: customer + 1] if scene.kind == "next_reply" else thread[:customer]


def _begun_at(scene: Scene, gaps: Sequence[timedelta]) -> datetime:
    """So that the last thing said falls on its instant."""
    return scene.last_said_at - sum(gaps, timedelta())


def _gap(by: str, rng: Random) -> timedelta:
    """How long somebody takes to say something."""
    if by == "note":
        return timedelta(minutes=rng.uniform(1, 4))
    if by == "customer":
        return timedelta(minutes=rng.uniform(12, 380))
    if rng.random() < SLOW_SHARE:
        return timedelta(minutes=rng.uniform(62, 140))
    return timedelta(minutes=min(rng.lognormvariate(2.5, 0.7), 57))


def _words(scene: Scene, rng: Random) -> dict[str, str]:
    """What stands for the placeholders."""
    order, customer = scene.purchase.order, scene.purchase.customer
    name = scene.purchase.products[scene.slug].name
    language = "zh" if scene.talk.locale.startswith("zh") else "en"
    return {
        "first": customer.first_name,
        "agent": scene.agent.name,
        "product": name[language],
        "order": order.number,
        "carrier": name_of(scene.purchase.carrier)[language],
        "tracking": scene.purchase.tracking,
        "amount": _yuan(order.payable_minor),
        "share": _yuan(rng.randrange(800, 2400, 50)),
        "refund": _yuan(order.lines[0].payable_minor),
    }


def _yuan(minor: int) -> str:
    return f"¥{minor // 100:,}.{minor % 100:02d}"


def _file(scene: Scene, words: dict[str, str], at: datetime, rng: Random) -> Ticket:
    talk, customer, order = scene.talk, scene.purchase.customer, scene.purchase.order
    opener, tail = rng.choice(script.openers(talk.locale)), rng.choice(script.tails(talk.locale))
    glue = "" if talk.locale.startswith("zh") or not tail else " "
    by_phone = scene.channel is Channel.PHONE and scene.kind not in ("first_reply", "next_reply")
    draft = filing.Draft(
        subject=talk.subject.format(**words),
        body=(opener + talk.body + glue + tail).format(**words),
        requester_id=customer.user.id,
        channel=scene.channel if by_phone or scene.channel is not Channel.PHONE else Channel.WEB,
        order_id=order.id,
        order_number=order.number,
        locale=talk.locale,
        opening=Opening.CALL_ANSWERED if by_phone else Opening.CUSTOMER,
        is_demo=True,
    )
    return filing.file_ticket(draft, actor=scene.agent if by_phone else customer.user, now=at)


def _say(ticket: Ticket, line: script.Line, words: dict[str, str], scene: Scene, status: Status, at: datetime) -> None:
    text = line.text.format(**words)
    if line.by == "customer":
        conversation.customer_message(ticket.id, text, actor=scene.purchase.customer.user, now=at)
    elif line.by == "note":
        conversation.note(ticket.id, text, actor=scene.agent, now=at)
    else:
        conversation.reply(ticket.id, text, seen_up_to=None, status=status, actor=scene.agent, now=at)


def _finish(ticket: Ticket, scene: Scene, at: datetime, now: datetime) -> None:
    """Bring an open ticket to where it stands."""
    if scene.kind == "on_hold":
        hold = HoldFor.CARRIER if scene.talk.category == "logistics" else HoldFor.SUPPLIER
        lifecycle.set_status(ticket.id, Status.ON_HOLD, hold_for=hold, actor=scene.agent, now=at + timedelta(minutes=1))
    if scene.kind == "offered":
        credit = ItemDraft(resolution="store_credit", amount_minor=3_000)
        offered_at = at + timedelta(minutes=5)
        proposals.offer(ticket.id, [credit], OFFER[scene.talk.locale], now + timedelta(hours=40), actor=scene.agent, now=offered_at)


def close(played: Played) -> None:
    """Two weeks after it was solved, the ticket closes by itself."""
    if played.scene.kind == "closed" and played.solved_at:
        lifecycle.set_status(played.ticket.id, Status.CLOSED, by=By.BOT, actor=None, now=played.solved_at + timedelta(days=14))

"""What follows a solved ticket: surveys asked and answered, visits made; and what buyers write about the goods."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from helpdesk.demo import script
from helpdesk.demo.dialogues import Played
from helpdesk.demo.purchases import Purchase
from helpdesk.surveys import commands as surveys
from helpdesk.surveys.models import Survey
from helpdesk.surveys.vocabulary import Praise, Solved
from helpdesk.visits.commands import recording
from helpdesk.visits.commands.recording import Attempt
from helpdesk.visits.models import Visit
from helpdesk.visits.vocabulary import HAPPY_FROM, Outcome
from helpdesk.visits.vocabulary import Status as VisitStatus
from kit.accounts.models import User
from kit.db import command, db
from storefront.orders.models import OrderLine
from storefront.reviews import commands as reviews

ANSWERING_SHARE = 0.55
SCORES = (5, 4, 3, 2, 1)
USUAL, AFTER_A_WAIT = (58, 26, 9, 4, 3), (25, 30, 22, 14, 9)
STARS = (52, 25, 11, 7, 5)
REVIEWING_SHARE = 0.18
LATE_VISITS = 3  # stay undone although their time has come


@command
def ask_how_it_was(played: Sequence[Played], rng: Random, *, now: datetime) -> None:
    """Ask everybody whose hour has come; more than half have answered."""
    waits = {one.ticket.id: one.was_slow for one in played}
    due = select(Survey).where(Survey.due_at < now).order_by(Survey.id)
    for survey in db.session.scalars(due).all():
        surveys.ask(survey.id, now=survey.due_at)
        answered_at = survey.due_at + timedelta(minutes=rng.uniform(4, 60 * 30))
        if answered_at < now and rng.random() < ANSWERING_SHARE:
            _answer(survey, rng, waits.get(survey.ticket_id, False), answered_at)


@command
def visit(played: Sequence[Played], agents: Sequence[User], rng: Random, *, now: datetime) -> None:
    """Make the visits that fell due, all but a few."""
    locales = {one.ticket.id: one.scene.talk.locale for one in played}
    due = select(Visit).where(Visit.status == VisitStatus.PLANNED, Visit.due_at < now - timedelta(hours=2)).order_by(Visit.due_at)
    for planned in db.session.scalars(due).all()[:-LATE_VISITS]:
        outcome = _outcome(locales.get(planned.ticket_id or 0, "en"), rng)
        attempt = Attempt(outcome=Outcome(outcome.outcome), mood=outcome.mood, note=outcome.note)
        recording.record(planned.id, attempt, actor=rng.choice(agents), now=planned.due_at + timedelta(minutes=rng.uniform(1, 55)))


@command
def review(bought: Sequence[Purchase], rng: Random, *, now: datetime) -> None:
    """Let buyers rate what arrived."""
    for purchase in bought:
        arrived = purchase.delivered_at
        for line in purchase.order.lines if arrived else ():
            at = (arrived or now) + timedelta(hours=rng.uniform(5, 24 * 9))
            if at < now and rng.random() < REVIEWING_SHARE:
                _review(purchase, line, rng, at)


def _answer(survey: Survey, rng: Random, was_slow: bool, at: datetime) -> None:
    score = rng.choices(SCORES, AFTER_A_WAIT if was_slow else USUAL)[0]
    customer = db.session.get_one(User, survey.customer_id)
    comment = rng.choice(script.survey_comments(customer.locale)) if 2 < score < 5 or rng.random() < 0.3 else ""
    given = surveys.Answer(
        score=score,
        praise=(rng.choice(list(Praise)),) if score >= 4 else (),
        solved=Solved.YES if score >= 3 else Solved.PARTLY,
        comment=comment,
    )
    surveys.answer(survey.id, given, unsolved_words="", actor=customer, now=at)


def _outcome(locale: str, rng: Random) -> script.VisitOutcome:
    """Reached and content for the most part; those who are not would open their ticket again."""
    fine = [one for one in script.visit_outcomes(locale) if one.mood is not None and one.mood >= HAPPY_FROM]
    return rng.choice(fine)


def _review(purchase: Purchase, line: OrderLine, rng: Random, at: datetime) -> None:
    author = purchase.customer.user
    stars = rng.choices(SCORES, STARS)[0]
    reviews.post(
        line.id, stars, rng.choice(script.reviews(author.locale, stars)), author_id=author.id, author_name=_shown(author.name),
        language="zh" if author.locale.startswith("zh") else "en", now=at,
    )  # fmt: skip


def _shown(name: str) -> str:
    """A name as the public sees it: 林**, Marta K."""
    first, _, rest = name.partition(" ")
    return f"{first} {rest[0]}." if rest else f"{name[0]}**"

"""Scheduling a survey, asking, reminding, and the customer's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from helpdesk.surveys import rules
from helpdesk.surveys.events import SurveyAnswered, SurveyAsked, SurveyReminded, SurveySettingsChanged, SurveysRefused
from helpdesk.surveys.models import Survey, SurveyRefusal, SurveySettings
from helpdesk.surveys.vocabulary import MAX_COMMENT, SCORES, Solved, Status
from helpdesk.tickets.commands import conversation
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import Reason
from helpdesk.tickets.vocabulary import Status as TicketStatus
from kit.accounts.models import User
from kit.db import claimed, command, db, lock
from kit.errors import NotAllowed, RuleViolation
from kit.events import publish


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the customer chose and wrote."""

    score: int
    praise: tuple[str, ...] = ()
    solved: Solved | None = None
    comment: str = ""
    may_call: bool = False


@command
def choose(changes: Mapping[str, int | bool], *, actor: User, now: datetime) -> None:
    """Change when customers are asked; surveys that are scheduled keep their time. Raises NotAllowed."""
    if not actor.is_manager:
        raise NotAllowed("choose", "surveys")
    settings = lock(SurveySettings, 1)
    for name, value in changes.items():
        setattr(settings, name, value)
    values = [f"{name}={value}" for name, value in changes.items()]
    publish(SurveySettingsChanged(survey_settings_id=1, values=values, at=now, actor_id=actor.id))


@command
def schedule(ticket_id: int, reason: Reason | None, *, at: datetime) -> None:
    """The ticket was solved at `at`: ask later how it was, unless there is a reason not to."""
    ticket = db.session.get_one(Ticket, ticket_id)
    customer = db.session.get_one(User, ticket.requester_id)
    settings = db.session.get_one(SurveySettings, 1)
    asked = rules.is_asked(
        is_on=settings.is_on,
        reason=reason,
        is_customer=not customer.is_staff,
        has_address=bool(customer.email),
        has_refused=db.session.get(SurveyRefusal, customer.id) is not None,
    )
    if not asked:
        return
    closures = db.session.scalar(select(func.count()).where(Survey.ticket_id == ticket_id)) or 0
    due_at = at + timedelta(seconds=settings.delay_s)
    survey = Survey(
        ticket_id=ticket_id, closure=closures + 1, customer_id=customer.id, agent_id=ticket.assignee_id, due_at=due_at,
        expires_at=due_at + timedelta(seconds=settings.open_s),
    )  # fmt: skip
    db.session.add(survey)


@command
def cancel_unsent(ticket_id: int) -> None:
    """The ticket was reopened before anybody was asked."""
    unsent = Survey.ticket_id == ticket_id, Survey.status == Status.SCHEDULED
    db.session.execute(update(Survey).where(*unsent).values(status=Status.CANCELLED))


@command
def ask(survey_id: int, *, now: datetime) -> bool:
    """Ask now, once; False when it was asked or cancelled meanwhile. The time to answer begins."""
    survey = db.session.get_one(Survey, survey_id)
    due = Survey.id == survey_id, Survey.status == Status.SCHEDULED, Survey.due_at <= now
    open_for = survey.expires_at - survey.due_at
    if not claimed(update(Survey).where(*due).values(status=Status.SENT, sent_at=now, expires_at=now + open_for)):
        return False
    publish(SurveyAsked(survey_id=survey_id, ticket_id=survey.ticket_id, at=now))
    return True


@command
def remind(survey_id: int, *, now: datetime) -> bool:
    """Ask once more, once."""
    survey = db.session.get_one(Survey, survey_id)
    due = Survey.id == survey_id, Survey.status == Status.SENT, Survey.reminded_at.is_(None), Survey.expires_at > now
    if not claimed(update(Survey).where(*due).values(reminded_at=now)):
        return False
    publish(SurveyReminded(survey_id=survey_id, ticket_id=survey.ticket_id, at=now))
    return True


@command
def answer(survey_id: int, given: Answer, *, unsolved_words: str, actor: User | None, now: datetime) -> Survey:
    """Save the customer's answer; a later one replaces it until the survey expires. "No, please reopen it" posts the comment,
    or else `unsolved_words`, as the customer's message, which reopens the ticket.

    Raises NotAllowed for staff, RuleViolation(survey_expired | bad_score | too_long), NotFound."""
    survey = lock(Survey, survey_id)
    _check(survey, given, actor, now)
    first, was_unsolved = survey.answered_at is None, survey.solved is Solved.NO
    survey.status, survey.answered_at, survey.score = Status.ANSWERED, now, given.score
    survey.praise, survey.solved = list(given.praise), given.solved
    survey.comment, survey.may_call = given.comment.strip(), given.may_call
    publish(
        SurveyAnswered(
            survey_id=survey.id, ticket_id=survey.ticket_id, customer_id=survey.customer_id, score=given.score,
            is_low=survey.is_low, is_first=first, at=now, actor_id=survey.customer_id,
        )
    )  # fmt: skip
    if given.solved is Solved.NO and not was_unsolved:
        _reopen(survey, survey.comment or unsolved_words, now)
    return survey


@command
def refuse(survey_id: int, *, actor: User | None, now: datetime) -> None:
    """Never ask this customer again. Raises NotAllowed for staff, NotFound."""
    survey = lock(Survey, survey_id)
    if actor is not None and actor.is_staff:
        raise NotAllowed("refuse", survey_id)
    row = insert(SurveyRefusal).values(user_id=survey.customer_id, at=now).on_conflict_do_nothing()
    db.session.execute(row)
    unsent = Survey.customer_id == survey.customer_id, Survey.status == Status.SCHEDULED
    db.session.execute(update(Survey).where(*unsent).values(status=Status.CANCELLED))
    publish(SurveysRefused(survey_id=survey.id, ticket_id=survey.ticket_id, at=now, actor_id=survey.customer_id))


def _check(survey: Survey, given: Answer, actor: User | None, now: datetime) -> None:
    if actor is not None and actor.is_staff:
        raise NotAllowed("answer", survey.id, "Only the customer can answer this.")
    if not rules.is_open(survey.status, survey.expires_at, now):
        raise RuleViolation("survey_expired", "This question has expired. Write to us if something is left to say.")
    if given.score not in SCORES:
        raise RuleViolation("bad_score", "Choose one of the five faces.", field="score")
    if len(given.comment) > MAX_COMMENT:
        raise RuleViolation("too_long", "Please keep it under 4,000 characters.", field="comment")


def _reopen(survey: Survey, words: str, now: datetime) -> None:
    ticket = db.session.get_one(Ticket, survey.ticket_id)
    if ticket.status is TicketStatus.CLOSED:
        return  # the low score still opens a visit; a closed conversation stays closed
    customer = db.session.get_one(User, survey.customer_id)
    conversation.customer_message(ticket.id, words, actor=customer, now=now)

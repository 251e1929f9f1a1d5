"""Searching tickets: a number, an address, a phone, or words in Chinese and English; always among what the actor may see."""

from sqlalchemy import ColumnElement, cast, false, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.rules import texts
from kit.accounts.models import User
from kit.accounts.rules import normal_email, normal_phone
from kit.encryption import blind_index
from kit.numbers import parse_order_number, parse_serial

NEWEST_HITS = 500
_PHONE_DIGITS = 6


def number_meant(query: str) -> str | None:
    """The ticket number that the query spells, or None."""
    return parse_serial("T", query)


def matches(query: str) -> ColumnElement[bool]:
    """The condition that a ticket is meant by the query: by number, order number, case number, the requester's address or phone,
    or by words that all stand in one message (or in its heading)."""
    meant = [_by_words(query)]
    if number := parse_serial("T", query):
        meant.append(Ticket.number == number)
    if order := parse_order_number(query):
        meant.append(Ticket.order_number == order)
    if case := parse_serial("R", query):
        meant.append(Ticket.case_number == case)
    if "@" in query and (email := normal_email(query)):
        meant.append(Ticket.requester_id.in_(select(User.id).where(User.email == email)))
    if len(phone := normal_phone(query)) >= _PHONE_DIGITS:
        meant.append(Ticket.requester_id.in_(select(User.id).where(User.phone_index == blind_index(phone))))
    return or_(*meant)


def _by_words(query: str) -> ColumnElement[bool]:
    wanted = texts.wanted_terms(query)
    if not wanted:
        return false()
    lexemes = " & ".join(_quoted(term) for term in wanted)
    is_word = wanted[-1].isascii() and len(wanted[-1]) > 1
    found = cast(lexemes + (":*" if is_word else ""), TSQUERY)
    hits = select(Message.ticket_id).where(Message.document.op("@@")(found)).order_by(Message.id.desc()).limit(NEWEST_HITS)
    return Ticket.id.in_(hits)


def _quoted(term: str) -> str:
    doubled = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"

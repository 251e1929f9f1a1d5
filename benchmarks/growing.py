"""Growing a shop to a size: tickets filed and solved by the real commands, each then copied row by row inside the database."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benchmarks import people
from helpdesk.sla.models import SlaClock, SlaTrack
from helpdesk.tickets.commands import conversation, filing, lifecycle
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.vocabulary import Status
from kit import clock
from kit.accounts.models import User
from kit.db import Model, command, db
from kit.numbers import serial_number

OPEN_PART, MOST_OPEN = 0.5, 30_000
OPEN_SPAN, SOLVED_SPAN = timedelta(minutes=10), timedelta(days=90)
FIRST_ID = 10_000_000  # of the copies, far above what sequences will reach
STRIDE = 20  # ids of messages and clocks that each copy has for itself
OPEN_WORDS = "My kettle leaks: the lid is cracked and the water runs out. I would like a new one, please."
SOLVED_WORDS = "快递三天没有动静，请帮我看看到哪了。"


def grow(size: int, *, agent: User) -> None:
    """Fill an empty desk with `size` tickets of many customers: half open, at most 30,000, the others solved over 90 days."""
    people.invite(max(20, min(size // 5, 20_000)))
    is_open = min(int(size * OPEN_PART), MOST_OPEN)
    writer = people.customers(1)[0]
    open_one, solved_one = _open_ticket(writer), _solved_ticket(writer, agent)
    _copy(open_one, range(is_open - 1), OPEN_SPAN)
    _copy(solved_one, range(is_open - 1, size - 2), SOLVED_SPAN)
    db.session.remove()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("SET statement_timeout = 0"))
        connection.execute(sa.text("VACUUM ANALYZE"))


def _open_ticket(writer: User) -> Ticket:
    return filing.file_ticket(filing.Draft(body=OPEN_WORDS, requester_id=writer.id), actor=writer, now=clock.now())


def _solved_ticket(writer: User, agent: User) -> Ticket:
    now = clock.now() - timedelta(hours=1)
    ticket = filing.file_ticket(filing.Draft(body=SOLVED_WORDS, requester_id=writer.id), actor=writer, now=now)
    seen, at = ticket.last_message_id or 0, now + timedelta(minutes=20)
    conversation.reply(ticket.id, "包裹今天下午送到。", seen_up_to=seen, actor=agent, now=at)
    lifecycle.set_status(ticket.id, Status.SOLVED, actor=agent, now=at)
    return ticket


@command
def _copy(ticket: Ticket, places: range, span: timedelta) -> None:
    """Copies of a ticket with messages and clocks, spread over the past `span`, each under its own number and customer."""
    db.session.execute(sa.text("SET LOCAL statement_timeout = 0"))
    _list_copies(places, span)
    mine = f"t.ticket_id = {ticket.id}"
    first = {"message": _lowest(Message, ticket), "clock": _lowest(SlaClock, ticket)}
    own = {name: f"c.id * {STRIDE} + {{column}} - {lowest}" for name, lowest in first.items()}
    message_ids = ("last_message_id", "opened_by_message_id", "fulfilled_by_message_id")
    changed = dict.fromkeys(message_ids, own["message"]) | {"ticket_id": "c.id"}
    _insert(Ticket, f"t.id = {ticket.id}", changed | {"id": "c.id", "number": "c.number", "requester_id": "c.customer_id"})
    _insert(Message, mine, changed | {"id": own["message"], "base_message_id": own["message"]})
    waiting = (
        f"(SELECT coalesce(jsonb_agg(jsonb_build_array((one->>0)::bigint + c.id * {STRIDE} - {first['message']}, one->1)), '[]')"
    )
    _insert(SlaTrack, mine, changed | {"waiting": f"{waiting} FROM jsonb_array_elements(t.waiting) one)"})
    _insert(SlaClock, mine, changed | {"id": own["clock"]})
    db.session.execute(sa.text("DROP TABLE copied"))


def _list_copies(places: range, span: timedelta) -> None:
    """The table `copied`: id, number and customer of each copy, and by how much its instants lie earlier."""
    customers = db.session.scalar(sa.select(sa.func.count()).select_from(User).where(User.email.like("customer-%"))) or 1
    lowest = db.session.scalar(sa.select(sa.func.min(User.id)).where(User.email.like("customer-%"))) or 0
    today = clock.now().date()
    rows: Iterator[tuple[int, str, int, timedelta]] = (
        (FIRST_ID + place, serial_number("T", today, FIRST_ID + place), lowest + place % customers, -span * (at / len(places)))
        for at, place in enumerate(places)
    )
    connection = db.session.connection()
    connection.execute(sa.text("CREATE TEMP TABLE copied (id bigint, number text, customer_id bigint, shift interval)"))
    with connection.connection.cursor().copy("COPY copied FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _lowest(model: type[Message] | type[SlaClock], ticket: Ticket) -> int:
    return int(db.session.scalars(sa.select(sa.func.min(model.id)).where(model.ticket_id == ticket.id)).one())


def _insert(model: type[Model], condition: str, changed: dict[str, str]) -> None:
    """Copy the rows of one ticket; instants move with the copy, `changed` says what else differs, in SQL."""
    table = model.__table__
    columns = [column for column in table.columns if column.computed is None]
    values = [changed.get(column.name, _moved(column)).format(column=f"t.{column.name}") for column in columns]
    names = ", ".join(column.name for column in columns)
    source = f"SELECT {', '.join(values)} FROM {table.description} t, copied c WHERE {condition}"
    db.session.execute(sa.text(f"INSERT INTO {table.description} ({names}) {source}"))


def _moved(column: sa.ColumnElement[Any]) -> str:
    return "{column} + c.shift" if isinstance(column.type, sa.DateTime) else "{column}"

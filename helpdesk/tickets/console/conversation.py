"""The thread as it is shown: messages, event lines that fold after three, marks of days and of what is new."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from helpdesk.tickets.console import lists
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import thread
from helpdesk.tickets.queries.thread import Said
from helpdesk.tickets.rules import timeline
from helpdesk.tickets.rules.timeline import Line
from helpdesk.tickets.vocabulary import MessageKind
from kit.accounts.models import User
from kit.events import EventRecord
from kit.web.locale import zone

UNFOLDED = 3


@dataclass(frozen=True)
class Happened:
    """One event line: what, by whom ("" for our own machinery), when."""

    line: Line
    who: str
    at: datetime


@dataclass
class Entry:
    """One thing in the thread: a day mark, the mark of what is new, a message, or event lines in a row."""

    kind: str
    at: datetime
    said: Said | None = None
    events: list[Happened] = field(default_factory=list)

    @property
    def folded(self) -> list[Happened]:
        """The older lines of a long row, shown on demand."""
        return self.events[:-UNFOLDED]

    @property
    def shown(self) -> list[Happened]:
        return self.events[-UNFOLDED:]


def entries(ticket: Ticket, reader: User) -> list[Entry]:
    """Messages and events in the order in which they happened. Three queries, and one more for people who have left."""
    records = [(record, timeline.line(record.kind, record.particulars)) for record in thread.events(ticket)]
    told = [(record, line) for record, line in records if line is not None]
    names = _names(ticket, [record for record, _line in told])
    found = [Entry("message", said.message.at, said) for said in thread.messages(ticket, reader=reader)]
    for record, line in told:
        found.append(Entry("events", record.at, events=[Happened(line, names.get(record.actor_id or 0, ""), record.at)]))
    found.sort(key=lambda entry: (entry.at, entry.kind == "events"))
    return list(_with_marks(_gathered(found), ticket))


def _gathered(found: Iterable[Entry]) -> Iterator[Entry]:
    """Event lines of one day that follow each other become one entry."""
    last: Entry | None = None
    for entry in found:
        if last is not None and last.kind == entry.kind == "events" and _day(last.at) == _day(entry.at):
            last.events += entry.events
            continue
        if last is not None:
            yield last
        last = entry
    if last is not None:
        yield last


def _with_marks(found: Iterable[Entry], ticket: Ticket) -> Iterator[Entry]:
    day: date | None = None
    is_marked = False
    for entry in found:
        if _day(entry.at) != day:
            day = _day(entry.at)
            yield Entry("day", entry.at)
        if not is_marked and _is_unanswered(entry, ticket):
            is_marked = True
            yield Entry("new", entry.at)
        yield entry


def _is_unanswered(entry: Entry, ticket: Ticket) -> bool:
    if entry.said is None or ticket.unanswered_since is None or ticket.status == "new":
        return False
    return entry.said.message.kind is MessageKind.CUSTOMER and entry.at >= ticket.unanswered_since


def _names(ticket: Ticket, records: list[EventRecord]) -> dict[int, str]:
    known = {colleague.id: colleague.name for colleague in lists.colleagues()} | {ticket.requester_id: ticket.requester.label}
    return known | thread.names({record.actor_id for record in records} - known.keys())


def _day(at: datetime) -> date:
    return at.astimezone(zone()).date()

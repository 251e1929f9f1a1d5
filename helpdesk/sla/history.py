"""One ticket's history as a JSON document, read into the signals that the engine folds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from helpdesk.sla.rules import calendar as calendars
from helpdesk.sla.rules import documents, signals
from helpdesk.sla.rules.calendar import WorkingTime
from helpdesk.sla.rules.policies import Policy
from helpdesk.sla.rules.signals import Signal
from helpdesk.sla.vocabulary import Author, CloseReason, TicketStatus
from kit.errors import RuleViolation

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class History:
    """What the document tells, in the order in which it happened."""

    policy: Policy | None
    calendar: WorkingTime
    requester_is_agent: bool
    signals: tuple[Signal, ...]
    until: datetime


@dataclass
class Thread:
    """The ids of a history: the position of each, and which positions are replies that were not taken back."""

    positions: dict[str, int] = field(default_factory=dict)
    replies: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Happening:
    """One event of the document: its place in time and in the thread, and its own words."""

    at: datetime
    position: int
    stated: Mapping[str, Any]
    thread: Thread

    @property
    def kind(self) -> object:
        return self.stated.get("type")

    def reference(self, name: str) -> int | None:
        """The position of the earlier event that a field names; unknown ids are refused."""
        identity = self.stated.get(name)
        if identity is None:
            return None
        position = self.thread.positions.get(identity) if isinstance(identity, str) else None
        if position is None or position >= self.position:
            raise RuleViolation("unknown_id", f"{name} names {identity!r}, which no earlier event has as its id.")
        return position

    def word(self, name: str, words: type[Word]) -> Word | None:
        """One word of a closed list."""
        value = self.stated.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or value not in list(words):
            raise RuleViolation("bad_event", f"{name} is {value!r}. Use one of {', '.join(words)}.")
        return words(value)

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self.stated.get(name, default)
        if not isinstance(value, bool):
            raise RuleViolation("bad_event", f"{name} must be true or false.")
        return value


def read(document: Mapping[str, Any]) -> History:
    """Check a whole history. Events after `until` have not happened; without `until` the last event is the end."""
    policy, calendar = documents.policy(document.get("policy")), documents.calendar(document.get("calendar"))
    thread = Thread()
    happened = _in_order(documents.listing(document.get("events"), "events"), thread)
    until = _until(document, happened)
    calendars.require_open_time(calendar, happened[0].at if happened else until)
    undone = {_undone(event): event.at for event in happened if event.kind == "reply_undone"}
    taken_back = {position for position, at in undone.items() if at <= until}
    thread.replies -= taken_back
    heard = [(event, _signal(event)) for event in happened]
    signals_heard = tuple(
        Signal(at=event.at) if event.position in taken_back else signal for event, signal in heard if event.at <= until
    )
    agent = document.get("requester_is_agent", False)
    if not isinstance(agent, bool):
        raise RuleViolation("bad_shape", "requester_is_agent must be true or false.")
    return History(policy, calendar, agent, signals_heard, until)


def _in_order(entries: list[Any], thread: Thread) -> list[Happening]:
    stated = [documents.mapping(entry, "An event") for entry in entries]
    dated = [(documents.instant(event.get("at"), "at"), event) for event in stated]
    in_order = sorted(dated, key=lambda pair: pair[0])
    happened = [Happening(at, position, event, thread) for position, (at, event) in enumerate(in_order, start=1)]
    for event in happened:
        if event.kind not in _NAMES_ANOTHER:
            _enter(event, thread)
    return happened


def _enter(event: Happening, thread: Thread) -> None:
    if event.kind == "agent_reply":
        thread.replies.add(event.position)
    identity = event.stated.get("id")
    if identity is None:
        return
    if not isinstance(identity, str):
        raise RuleViolation("bad_event", "An id must be text.")
    if identity in thread.positions:
        raise RuleViolation("duplicate_id", f"Two events have the id {identity!r}.")
    thread.positions[identity] = event.position


def _until(document: Mapping[str, Any], happened: list[Happening]) -> datetime:
    if document.get("until") is not None:
        return documents.instant(document["until"], "until")
    if not happened:
        raise RuleViolation("bad_instant", "until is needed where there are no events.")
    return happened[-1].at


def _undone(event: Happening) -> int:
    """The position of a reply that was taken back: for the clocks it never was (rule 4)."""
    position = event.reference("id")
    if position is None or position not in event.thread.replies:
        raise RuleViolation("unknown_id", "reply_undone needs the id of an earlier agent_reply.")
    return position


def _signal(event: Happening) -> Signal:
    reader = _READERS.get(event.kind) if isinstance(event.kind, str) else None
    if reader is None:
        raise RuleViolation("unknown_event", f"There is no event type {event.kind!r}. Use one of {', '.join(_READERS)}.")
    return reader(event)


def _nothing(event: Happening) -> Signal:
    return Signal(at=event.at)


def _customer_message(event: Happening) -> Signal:
    if event.flag("automatic", False):
        return Signal(at=event.at)
    return signals.CustomerMessage(at=event.at, position=event.position)


def _agent_reply(event: Happening) -> Signal:
    status, seen = event.word("status", TicketStatus), event.reference("seen_up_to")
    return signals.AgentReply(at=event.at, position=event.position, seen_up_to=seen, status=status)


def _bounce(event: Happening) -> Signal:
    reply = event.reference("id")
    if reply is None:
        raise RuleViolation("bad_event", "bounce needs the id of the message that came back.")
    return signals.Bounced(at=event.at, reply=reply) if reply in event.thread.replies else Signal(at=event.at)


def _call_answered(event: Happening) -> Signal:
    return signals.CallAnswered(at=event.at, position=event.position)


def _agent_opened(event: Happening) -> Signal:
    return signals.AgentOpened(at=event.at, public=event.flag("public", True))


def _status(event: Happening) -> Signal:
    to = event.word("to", TicketStatus)
    if to is None:
        raise RuleViolation("bad_event", f"status needs `to`: one of {', '.join(TicketStatus)}.")
    by = event.word("by", Author) or Author.PERSON
    return signals.StatusSet(at=event.at, to=to, by=by, reason=event.word("reason", CloseReason))


def _no_reply_needed(event: Happening) -> Signal:
    return signals.NoReplyNeeded(at=event.at)


def _policy(event: Happening) -> Signal:
    if "policy" not in event.stated:
        raise RuleViolation("bad_event", "policy needs the new `policy`, null where none matches.")
    return signals.PolicyChanged(at=event.at, policy=documents.policy(event.stated["policy"]))


def _calendar(event: Happening) -> Signal:
    if "calendar" not in event.stated:
        raise RuleViolation("bad_event", "calendar needs the new `calendar`, null for around the clock.")
    calendar = documents.calendar(event.stated["calendar"])
    calendars.require_open_time(calendar, event.at)
    return signals.CalendarChanged(at=event.at, calendar=calendar)


def _restored(event: Happening) -> Signal:
    return signals.Restored(at=event.at)


_NAMES_ANOTHER = ("reply_undone", "bounce")

_READERS: dict[str, Callable[[Happening], Signal]] = {
    "customer_message": _customer_message,
    "agent_reply": _agent_reply,
    "reply_undone": _nothing,
    "auto_reply": _nothing,
    "bot_reply": _nothing,
    "note": _nothing,
    "call_answered": _call_answered,
    "agent_opened": _agent_opened,
    "bounce": _bounce,
    "status": _status,
    "no_reply_needed": _no_reply_needed,
    "policy": _policy,
    "calendar": _calendar,
    "restored": _restored,
}

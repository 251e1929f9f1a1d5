"""What is known beside the text: a late parcel, a second contact within 72 h. Facts are evidence too, and say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from helpdesk.classification.vocabulary import Topic


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the desk knows about the order or the customer.

    `topic` and `label` say what it is evidence of, `weight` how strong, as in a lexicon phrase; `sentence` ({"en", "zh"}) is
    shown to agents as the reason.
    """

    code: str
    topic: Topic
    label: str
    weight: float
    sentence: Mapping[str, str]


Facts = tuple[Fact, ...]
NO_FACTS: Facts = ()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who writes, about which order, and when: what a source of facts may look at."""

    now: datetime
    requester_id: int | None = None
    order_id: int | None = None

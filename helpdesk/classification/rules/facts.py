"""What is known beside the text: a late parcel, a second contact within 72 h. Facts are evidence too, and say so."""

from dataclasses import dataclass

from helpdesk.classification.vocabulary import Topic


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the desk knows about the order or the customer.

    `topic` and `label` say what it is evidence of, as in a lexicon phrase; `sentence` is shown to agents as the reason.
    """

    code: str
    topic: Topic
    label: str
    weight: float
    sentence: str


Facts = tuple[Fact, ...]
NO_FACTS: Facts = ()

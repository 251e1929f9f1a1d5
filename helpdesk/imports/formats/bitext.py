"""Labelled customer texts, one per row: the Bitext customer-support set and others of the same columns."""

from helpdesk.imports import cells
from helpdesk.imports.records import TicketRecord
from helpdesk.imports.shapes import FORMATS, Beside, Format, Shape, Values, needed, optional
from helpdesk.imports.vocabulary import Kind

SUBJECT = 80
CATEGORIES = {word: word for word in ("quality", "logistics", "service", "order", "account", "other")}
URGENCIES = {word: word for word in ("low", "normal", "high", "urgent")}


def ticket(values: Values, _: Beside) -> TicketRecord:
    body = values["text"]
    return TicketRecord(
        origin_id=values["id"],
        subject=headline(body),
        body=body,
        language=values["lang"] or "",
        category=values["category"],
        intent=values["intent"] or "",
        priority=values["urgency"] or "",
    )


def headline(body: str) -> str:
    """The first sentence of a text, cut at a word where it is long."""
    line = body.strip().splitlines()[0]
    if len(line) <= SUBJECT:
        return line
    cut = line[: SUBJECT - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[SUBJECT // 2 :] else cut) + "…"


TICKETS = Shape(
    kind=Kind.TICKETS,
    key="id",
    columns={
        "id": needed(cells.text(64)),
        "text": needed(cells.text(20_000), "instruction"),
        "category": needed(cells.word_of(CATEGORIES)),
        "lang": optional(cells.text(10), "language"),
        "intent": optional(cells.text(40)),
        "urgency": optional(cells.word_of(URGENCIES)),
    },
    build=ticket,
)

FORMATS.add("bitext", Format(key="bitext", origin="bitext", label="Labelled customer texts", shapes=(TICKETS,)))

"""A whole import: batch after batch, each its own transaction, so that a broken run goes on where it stopped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from helpdesk.imports.commands.bulk import Written
from helpdesk.imports.commands.catalogue import write_products
from helpdesk.imports.commands.orders import write_orders
from helpdesk.imports.commands.people import write_customers
from helpdesk.imports.commands.reviews import write_reviews
from helpdesk.imports.commands.tickets import write_tickets
from helpdesk.imports.reading import Source
from helpdesk.imports.records import Entry
from helpdesk.imports.refusals import Refusal
from helpdesk.imports.vocabulary import Kind

BATCH = 1000
WRITERS: dict[Kind, Callable[..., Written]] = {
    Kind.CUSTOMERS: write_customers,
    Kind.PRODUCTS: write_products,
    Kind.ORDERS: write_orders,
    Kind.REVIEWS: write_reviews,
    Kind.TICKETS: write_tickets,
}


@dataclass
class Tally:
    """Counts so far: `read` = `accepted` + `unchanged` + `refused`."""

    read: int = 0
    accepted: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Step:
    """After a batch: the counts so far and what was refused in it."""

    tally: Tally
    refused: list[Refusal] = field(default_factory=list)


def run(source: Source, *, dry_run: bool = False, now: datetime) -> Iterator[Step]:
    """Import everything `source` holds; with `dry_run` nothing is written and every sound row counts as accepted."""
    write = WRITERS[source.main.shape.kind]
    rows = source.read()
    tally = Tally()
    while batch := list(islice(rows, BATCH)):
        sound: list[Entry[Any]] = [row for row in batch if isinstance(row, Entry)]
        refused = [row for row in batch if isinstance(row, Refusal)]
        written = Written(accepted=len(sound), unchanged=0) if dry_run else write(sound, origin=source.origin, now=now)
        refused += written.refused
        tally.read += len(batch)
        tally.accepted += written.accepted
        tally.unchanged += written.unchanged
        tally.refused += len(refused)
        yield Step(tally, refused)

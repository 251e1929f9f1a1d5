"""Stock as a table: what an export holds, and what a row of a file does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from kit.accounts.models import User
from kit.db import command
from kit.errors import NotFound, RuleViolation
from kit.sheets import Row
from storefront.inventory import queries
from storefront.inventory.commands import booking
from storefront.inventory.queries import StockFilters
from storefront.inventory.vocabulary import Booking

HEADER = (
    "sku", "product_en", "product_zh", "on_hand", "allocated", "held", "available", "quarantine", "threshold", "counted", "note",
)  # fmt: skip


def columns() -> list[tuple[str, str]]:
    """The columns that an import reads, and what each holds."""
    return [
        ("sku", _("The number of the article. Needed.")),
        ("counted", _("How many pieces lie there. Empty: not counted.")),
        ("note", _("Why the count differs. Needed with a count.")),
        ("threshold", _("From how many pieces on the manager is told. Empty: as it is.")),
    ]


def lines(filters: StockFilters) -> Iterator[tuple[Any, ...]]:
    """The rows of an export; `counted` and `note` are left free to be filled in."""
    for row in queries.all_of(filters):
        names = row.name.get("en", ""), row.name.get("zh", "")
        counters = row.on_hand, row.allocated, row.held, row.available, row.quarantine, row.threshold
        yield (row.sku_no, *names, *counters, "", "")


@dataclass(frozen=True)
class Taker:
    """Takes rows of a file. `key` makes the same file sent twice count once."""

    actor: User
    key: str
    now: datetime

    @command
    def take(self, row: Row) -> str:
        """Book the count and set the threshold of a row; says what it did. Raises RuleViolation with the column."""
        counted, threshold = _number(row, "counted"), _number(row, "threshold")
        sku_id = _sku_id(row)
        done = []
        if counted is not None and self._count(sku_id, counted, row):
            done.append(_("The count is booked."))
        if threshold is not None and booking.set_threshold(sku_id, threshold, actor=self.actor, now=self.now):
            done.append(_("The threshold is %(number)s now.", number=threshold))
        return " ".join(done) or _("It was so already.")

    def _count(self, sku_id: int, counted: int, row: Row) -> bool:
        note, reference = row.cells.get("note", ""), f"file:{self.actor.id}:{self.key}:{row.line}"
        return booking.book(sku_id, Booking.COUNTED, counted, note=note, reference=reference, actor=self.actor, now=self.now)


def _sku_id(row: Row) -> int:
    try:
        return queries.sku_id_of(row.cells.get("sku", ""))
    except NotFound as unknown:
        raise RuleViolation("unknown_article", "There is no article with this number.", field="sku") from unknown


def _number(row: Row, column: str) -> int | None:
    text = row.cells.get(column, "")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise RuleViolation("bad_quantity", "Enter a whole number of pieces, at most 100,000.", field=column)
    return int(text)

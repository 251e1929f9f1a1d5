"""Many rows in one statement: insert or update by a unique key, and what was stored before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, select
from sqlalchemy.dialects.postgresql import insert

from helpdesk.imports.models import ImportedRow
from helpdesk.imports.records import Entry, R, digest
from helpdesk.imports.refusals import Refusal
from helpdesk.imports.vocabulary import Kind
from kit.db import Model, db


@dataclass(frozen=True, kw_only=True)
class Written:
    """What became of a batch."""

    accepted: int
    unchanged: int
    refused: list[Refusal] = field(default_factory=list)


def known(kind: Kind, origin: str, origin_ids: Sequence[str]) -> dict[str, bytes]:
    """The digests of those rows that were taken before."""
    mine = ImportedRow.origin == origin, ImportedRow.kind == kind, ImportedRow.origin_id.in_(origin_ids)
    return {row.origin_id: row.digest for row in db.session.execute(select(ImportedRow.origin_id, ImportedRow.digest).where(*mine))}


def changed(kind: Kind, origin: str, batch: Sequence[Entry[R]]) -> list[Entry[R]]:
    """The entries that are new or differ from what was taken last time."""
    taken = known(kind, origin, [entry.record.origin_id for entry in batch])
    return [entry for entry in batch if taken.get(entry.record.origin_id) != digest(entry.record)]


def remember(kind: Kind, origin: str, taken: Iterable[Entry[R]], now: datetime) -> None:
    """Keep the digests of what was just written."""
    rows = [
        {"origin": origin, "kind": kind, "origin_id": entry.record.origin_id, "digest": digest(entry.record), "imported_at": now}
        for entry in taken
    ]
    upsert(ImportedRow, rows, ["origin", "kind", "origin_id"], ["digest", "imported_at"])


def upsert(
    model: type[Model],
    rows: Sequence[Mapping[str, Any]],
    key: Sequence[str],
    changing: Sequence[str],
    *,
    where: ColumnElement[bool] | None = None,
    only_if: ColumnElement[bool] | None = None,
    same: Sequence[str] = (),
    returning: Sequence[str] = (),
) -> list[Row[Any]]:
    """Insert `rows`; where `key` (a partial index with `where`) is taken, update the `changing` columns, or nothing.

    `only_if` guards the update, which also leaves rows alone that differ in a column of `same`; `returning` names columns of
    the rows inserted or updated."""
    if not rows:
        return []
    table = model.__table__
    assert isinstance(table, Table)
    statement = insert(table)
    if changing:
        values = {name: statement.excluded[name] for name in changing}
        guards = [table.c[name] == statement.excluded[name] for name in same]
        guard = and_(*guards, *([] if only_if is None else [only_if])) if guards or only_if is not None else None
        statement = statement.on_conflict_do_update(index_elements=key, index_where=where, set_=values, where=guard)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key, index_where=where)
    if not returning:
        db.session.execute(statement, list(rows))
        return []
    return list(db.session.execute(statement.returning(*(table.c[name] for name in returning)), list(rows)))

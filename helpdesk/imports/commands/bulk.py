"""Many rows in one statement: insert or update by a unique key, and what was stored before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnDefault, ColumnElement, Row, Table, TableClause, and_, func, literal, select, table, true
from sqlalchemy.dialects.postgresql import ARRAY, insert

from helpdesk.imports.models import ImportedRow
from helpdesk.imports.records import Entry, R
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
    mine = ImportedRow.origin == origin, ImportedRow.kind == kind, among(ImportedRow.origin_id, origin_ids)
    return {row.origin_id: row.digest for row in db.session.execute(select(ImportedRow.origin_id, ImportedRow.digest).where(*mine))}


def changed(kind: Kind, origin: str, batch: Sequence[Entry[R]]) -> list[Entry[R]]:
    """The entries that are new or differ from what was taken last time."""
    taken = known(kind, origin, [entry.record.origin_id for entry in batch])
    return [entry for entry in batch if taken.get(entry.record.origin_id) != entry.digest]


def remember(kind: Kind, origin: str, taken: Iterable[Entry[R]], now: datetime) -> None:
    """Keep the digests of what was just written."""
    rows = [
        {"origin": origin, "kind": kind, "origin_id": entry.record.origin_id, "digest": entry.digest, "imported_at": now}
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
    """Insert `rows`, all of the same columns; where `key` (a partial index with `where`) is taken, update the `changing`
    columns, or nothing. The rows travel by COPY, five times as fast as a long list of values.

    `only_if` guards the update, which also leaves rows alone that differ in a column of `same`; `returning` names columns of
    the rows inserted or updated."""
    if not rows:
        return []
    target = _table(model)
    stage, names = _staged(target, rows)
    statement = insert(target).from_select(names, select(*stage.c), include_defaults=False)
    if changing:
        values = {name: statement.excluded[name] for name in changing}
        guards = [target.c[name] == statement.excluded[name] for name in same]
        guard = and_(true(), *guards, *([] if only_if is None else [only_if]))
        statement = statement.on_conflict_do_update(index_elements=key, index_where=where, set_=values, where=guard)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key, index_where=where)
    if not returning:
        db.session.execute(statement)
        return []
    return list(db.session.execute(statement.returning(*(target.c[name] for name in returning))))


def append(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert new `rows`, all of the same columns."""
    if rows:
        stage, names = _staged(_table(model), rows)
        db.session.execute(insert(_table(model)).from_select(names, select(*stage.c), include_defaults=False))


def among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """`column = ANY(values)`: one parameter however many values, so that the statement stays the same."""
    matching: ColumnElement[bool] = column == func.any(literal(list(values), ARRAY(column.type)))
    return matching


def new_ids(model: type[Model], number: int) -> list[int]:
    """So many ids of the table's sequence, for rows that refer to each other before they are written."""
    sequence = func.pg_get_serial_sequence(_table(model).name, "id")
    return list(db.session.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, number))))


def _table(model: type[Model]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _staged(target: Table, rows: Sequence[Mapping[str, Any]]) -> tuple[TableClause, list[str]]:
    """The rows in a temporary table of this transaction, with the model's own defaults filled in."""
    defaults = {column.name: column.default for column in target.columns if column.name not in rows[0]}
    made = {name: _maker(default) for name, default in defaults.items() if isinstance(default, ColumnDefault)}
    names = [*rows[0], *made]
    stage = table(f"stage_{target.name}", *(Column(name, target.c[name].type) for name in names))
    connection = db.session.connection()
    columns = ", ".join(f'"{name}"' for name in names)
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {stage.name}")
    connection.exec_driver_sql(f"CREATE TEMP TABLE {stage.name} ON COMMIT DROP AS SELECT {columns} FROM {target.name} LIMIT 0")  # noqa: S608
    processors = [target.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for name in names]
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {stage.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            values = [*row.values(), *(make() for make in made.values())]
            copy.write_row([process(value) if process else value for process, value in zip(processors, values, strict=True)])
    return stage, names


def _maker(default: ColumnDefault) -> Callable[[], Any]:
    """What gives the default of a column for one row; SQLAlchemy's callables take a context that ours ignore."""
    value: Any = default.arg
    return (lambda: value(None)) if default.is_callable else (lambda: value)

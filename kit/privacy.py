"""What is held on a person: every feature registers how its part is handed out and how it is erased (HARDENING K10)."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Protocol

import sqlalchemy as sa

from kit.db import Model, command, db

ERASED = "***"
Rows = list[dict[str, Any]]


class Keeper(Protocol):
    """A feature's part, the module `privacy` of its folder."""

    def export(self, person_id: int) -> Mapping[str, Rows]:
        """What is held on the person, by table, as plain JSON values."""

    def erase(self, person_id: int, now: datetime) -> None:
        """Leave nothing that names the person or repeats their words."""


_keepers: dict[str, Keeper] = {}


def keeps(key: str, keeper: Keeper) -> None:
    """Register a feature's part. Features that stand on others register after them and are erased before them."""
    _keepers[key] = keeper


def keepers() -> Mapping[str, Keeper]:
    """Every feature's part, by its key."""
    return MappingProxyType(_keepers)


def export(person_id: int) -> dict[str, Mapping[str, Rows]]:
    """Everything held on the person, by feature and table, as plain JSON values."""
    return {key: keeper.export(person_id) for key, keeper in _keepers.items()}


@command
def erase(person_id: int, now: datetime) -> None:
    """Let every feature erase its part, the account itself last; all of it or nothing. Numbers, amounts and instants stay."""
    db.session.flush()
    for keeper in reversed(_keepers.values()):
        keeper.erase(person_id, now)
    db.session.flush()
    db.session.expire_all()


def held(model: type[Model], *where: sa.ColumnExpressionArgument[bool], without: tuple[str, ...] = ()) -> Rows:
    """The rows of one table, decrypted; `without` names columns that are secrets or of no meaning to the person."""
    columns = [column for column in sa.inspect(model).columns if column.key not in without]
    found = db.session.execute(sa.select(*columns).where(*where).order_by(*sa.inspect(model).primary_key))
    return [{name: _plain(value) for name, value in row._mapping.items()} for row in found]


def blank(model: type[Model], *where: sa.ColumnExpressionArgument[bool], **values: Any) -> None:
    """Overwrite columns of the rows that match."""
    db.session.execute(sa.update(model).where(*where).values(**values), execution_options={"synchronize_session": False})


def forget(model: type[Model], *where: sa.ColumnExpressionArgument[bool]) -> None:
    """Delete the rows that match."""
    db.session.execute(sa.delete(model).where(*where), execution_options={"synchronize_session": False})


def open_records() -> None:
    """Let this transaction, and no other, blank words in records that are otherwise append-only."""
    db.session.execute(sa.text("SET LOCAL helpdesk.erasing = 'on'"))


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)

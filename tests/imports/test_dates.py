"""Day and month are never guessed: the whole column proves the order, or the file is refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpdesk.imports import dates
from helpdesk.imports.records import OrderRecord
from helpdesk.imports.refusals import CellRefused, FileRefused, Refusal
from helpdesk.imports.vocabulary import DateOrder
from tests.imports.conftest import SHANGHAI, read

Write = Callable[..., Path]


def placed(path: Path, order: str | None = None) -> list[str]:
    return [
        record.placed_at.strftime("%Y-%m-%d") if isinstance(record, OrderRecord) else record.code  # type: ignore[union-attr]
        for record in read(path, "orders", order=order)
    ]


def orders(*written: str) -> str:
    return "order_id,placed_at\n" + "".join(f'{number},"{date} 12:00"\n' for number, date in enumerate(written))


def test_one_late_row_proves_the_order_of_the_column(write: Write) -> None:
    assert placed(write("a.csv", orders("03/04/2026", "05/04/2026", "31/05/2026")))[0] == "2026-04-03"
    assert placed(write("b.csv", orders("03/04/2026", "05/04/2026", "05/31/2026")))[0] == "2026-03-04"


def test_dates_that_prove_nothing_are_refused_with_a_hint(write: Write) -> None:
    path = write("a.csv", orders("03/04/2026", "05/04/2026"))
    with pytest.raises(FileRefused, match="--dates dmy or --dates mdy"):
        read(path, "orders")
    assert placed(path, "dmy") == ["2026-04-03", "2026-04-05"]
    assert placed(path, "mdy") == ["2026-03-04", "2026-05-04"]


def test_a_column_that_contradicts_itself_is_refused(write: Write) -> None:
    with pytest.raises(FileRefused) as refused:
        read(write("a.csv", orders("31/05/2026", "05/31/2026")), "orders")
    assert refused.value.code == "dates_contradict"


def test_a_chosen_order_refuses_the_rows_that_break_it(write: Write) -> None:
    path = write("a.csv", orders("05/31/2026", "2026-05-31", "05/06/26"))
    assert placed(path, "dmy") == ["not_a_date", "2026-05-31", "two_digit_year"]
    assert placed(path, "iso") == ["not_a_date", "2026-05-31", "not_a_date"]


@pytest.mark.parametrize(
    "written, instant",
    [
        ("2026-05-31", datetime(2026, 5, 30, 16, tzinfo=UTC)),
        ("2026-05-31T08:00:00Z", datetime(2026, 5, 31, 8, tzinfo=UTC)),
        ("2026/5/31 8:05", datetime(2026, 5, 31, 0, 5, tzinfo=UTC)),
        ("2026年5月31日 08:00:30", datetime(2026, 5, 31, 0, 0, 30, tzinfo=UTC)),
        ("31.05.2026 08:00 +02:00", datetime(2026, 5, 31, 6, tzinfo=UTC)),
        ("31/05/2026, 12:30 AM", datetime(2026, 5, 30, 16, 30, tzinfo=UTC)),
    ],
)
def test_a_local_time_belongs_to_the_shops_zone(written: str, instant: datetime) -> None:
    assert dates.instant(written, DateOrder.DMY, SHANGHAI) == instant


@pytest.mark.parametrize(
    "written", ["45321", "yesterday", "2026-02-30", "2026-13-01", "31/04/2026", "0026-01-01", "2026-05-31 25:00"]
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(CellRefused):
        dates.instant(written, DateOrder.DMY, SHANGHAI)


def test_an_empty_date_is_no_date(write: Write) -> None:
    found = read(write("a.csv", "order_id,placed_at,paid_at\n1,2026-05-01,\n2,,2026-05-02\n"), "orders")
    assert isinstance(found[0], OrderRecord)
    assert found[0].paid_at is None
    assert isinstance(found[1], Refusal)
    assert (found[1].line, found[1].column, found[1].code) == (3, "placed_at", "required")

"""The benchmarks measure the real product: a tiny house is filled, served, asked, and nothing of it is left."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks import house, load, processes, telling
from benchmarks.registry import ROWS, Figure
from helpdesk.tickets.models import Message, Ticket
from kit.db import db
from kit.registry import load_folder
from tests.fixtures.product import fresh_product

SIZE = 100


@pytest.fixture(scope="module")
def tiny(run_folder: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[house.House]:
    """A house with a hundred tickets."""
    load_folder("benchmarks.rows")
    folder = tmp_path_factory.mktemp("bench")
    with fresh_product(run_folder, folder, f"bench_{worker_id}") as product:
        addresses = {name: product.environment[name] for name in ("DATABASE_URL", "REDIS_URL", "HELPDESK_INSTANCE")}
        with house.serving(addresses, SIZE) as running:
            yield running


def test_a_house_has_the_size_that_was_asked_for(tiny: house.House) -> None:
    newest = sa.select(sa.func.count()).select_from(Ticket).join(Message, Message.id == Ticket.last_message_id)
    assert db.session.scalar(newest.where(Message.ticket_id == Ticket.id)) == SIZE


def test_a_row_measures_the_served_page(tiny: house.House) -> None:
    figures = {figure.work: figure for figure in ROWS["poll"](tiny)}
    assert 0 < figures["poll, nothing changed"].value < figures["bare hello"].value


def test_an_answer_that_was_not_meant_is_no_figure(tiny: house.House) -> None:
    with pytest.raises(load.Refused, match="404"):
        load.repeated(tiny.port, load.request("/no-such-page"), seconds=0.1)


def test_a_process_ends_with_what_went_wrong_around_it() -> None:
    with pytest.raises(ZeroDivisionError), processes.started("http.server", "0", environment=dict(os.environ)) as pid:
        _ = pid / 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_largest_size_must_meet_the_target_and_may_not_have_grown_beyond_it() -> None:
    small, large = (Figure(work="page", value=value, unit="ms", at_most=3, growth=2) for value in (1.0, 2.5))
    told = telling.table({10: {"page": [small]}, 100: {"page": [large]}})
    assert [next(iter(column.cells)) for column in told.columns][2:] == [
        "1.00 ms",
        "2.50 ms",
        "2.50×",
        "≤ 3 ms, growth ≤ 2×",
        "[red]no[/]",
    ]

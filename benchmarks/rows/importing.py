"""The import of another shop's orders, with items and payments lying beside."""

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import timing
from benchmarks.house import House
from benchmarks.registry import Figure, row
from helpdesk.imports import reporting

ORDERS = 15_000
TABLES = {
    "orders.csv": (
        "order_id,placed_at,status,customer_id,recipient,email,city,street",
        "B{n},2026-03-05T10:00:00Z,delivered,P{buyer},Ann Lee,ann{buyer}@import.example,Shanghai,88 Hengshan Road",
    ),
    "items.csv": ("order_id,product_id,name,quantity,unit_price", "B{n},K9,Kettle,2,64.50"),
    "payments.csv": ("order_id,method,amount", "B{n},card,129.00"),
}


@row("import")
def import_orders(house: House) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for table, (header, line) in TABLES.items():
            _write(folder / table, header, line.replace("B{n}", f"B{house.size}-{{n}}"))
        taken = timing.seconds(lambda: _import(folder))
    yield Figure(work=f"import of {ORDERS:,} orders", value=ORDERS / taken, unit="/s", at_least=3_000)


def _write(path: Path, header: str, line: str) -> None:
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(header.split(","))
        table.writerows(line.format(n=place, buyer=place // 3).split(",") for place in range(ORDERS))


def _import(folder: Path) -> None:
    outcome = reporting.import_table("orders", folder, form="auto", dates=None, dry_run=False, quiet=True)
    if outcome.accepted != ORDERS:
        raise ValueError(f"only {outcome.accepted} of {ORDERS} orders were accepted: {outcome.notices}")

"""Telling what was found: a table for people, a document for programs."""

import json
import os
from dataclasses import asdict

from rich.table import Table

from benchmarks.registry import Figure

Found = dict[int, dict[str, list[Figure]]]  # size → row → figures


def table(found: Found) -> Table:
    """A line for each figure: row, work, value at each size, growth, target, whether the largest size meets it."""
    sizes = sorted(found)
    grown = ["growth"] if len(sizes) > 1 else []
    told = Table("row", "work", *(f"{size:,}" for size in sizes), *grown, "target", "met?")
    for name in found[sizes[0]]:
        for column in zip(*(found[size][name] for size in sizes), strict=False):  # none where a size could not be measured
            smallest, largest = column[0], column[-1]
            growth = [f"{largest.times_dearer_than(smallest):.2f}×"] if grown else []
            told.add_row(name, largest.work, *map(_value, column), *growth, _target(largest), _verdict(smallest, largest))
        told.add_section()
    return told


def document(found: Found) -> str:
    """JSON: the machine's cores, and the figures by size and row."""
    sizes = {
        size: {name: [asdict(one) | {"met": one.is_met} for one in figures] for name, figures in rows.items()}
        for size, rows in found.items()
    }
    return json.dumps({"cores": os.cpu_count(), "sizes": sizes}, indent=1, ensure_ascii=False) + "\n"


def _value(figure: Figure) -> str:
    digits = 0 if figure.value >= 100 else 1 if figure.value >= 10 else 2
    return f"{figure.value:,.{digits}f} {figure.unit}"


def _target(figure: Figure) -> str:
    growth = f"growth ≤ {figure.growth:g}×" if figure.growth else ""
    return ", ".join(part for part in (figure.target, growth) if part)


def _verdict(smallest: Figure, largest: Figure) -> str:
    """Of the largest size; the growth counts where two sizes were measured."""
    judged = [] if largest.is_met is None else [largest.is_met]
    if largest.growth is not None and largest is not smallest:
        judged.append(largest.times_dearer_than(smallest) <= largest.growth)
    return ("[green]yes[/]" if all(judged) else "[red]no[/]") if judged else ""

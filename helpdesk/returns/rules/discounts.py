"""How discounts fall on the lines at placement (R1, R6): each over what the earlier ones left, capped there."""

from collections.abc import Mapping, Sequence

from kit import money


def shares(list_totals: Mapping[str, int], discounts: Sequence[tuple[str, int, Sequence[str]]]) -> dict[str, dict[str, int]]:
    """The share of each line in each discount (id, amount, line ids), in the order given; amounts in minor units.

    A discount larger than what its lines still cost is cut to that, so no line falls below zero.
    """
    left = dict(list_totals)
    found: dict[str, dict[str, int]] = {}
    for discount_id, amount, line_ids in discounts:
        room = [left[line_id] for line_id in line_ids]
        parts = money.allocate(min(amount, sum(room)), room, room)
        found[discount_id] = dict(zip(line_ids, parts, strict=True))
        for line_id, part in zip(line_ids, parts, strict=True):
            left[line_id] -= part
    return found

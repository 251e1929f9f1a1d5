"""Slots: a page names a place, features above it put parts there. Upward look-ups go through here, never through imports."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask
from markupsafe import Markup

P = TypeVar("P", bound=Callable[..., str])


@dataclass(frozen=True, order=True)
class Panel:
    order: int
    name: str
    render: Callable[..., str]


_slots: dict[str, dict[str, Panel]] = defaultdict(dict)


def panel(slot: str, *, order: int = 100) -> Callable[[P], P]:
    """Put the part that the function renders into `slot`. It gets what the slot passes by keyword; "" means nothing to show."""

    def register(render: P) -> P:
        name = f"{render.__module__}.{render.__qualname__}"
        _slots[slot][name] = Panel(order, name, render)
        return render

    return register


def render_slot(slot: str, **context: Any) -> Markup:
    """All parts of the slot, in order."""
    return Markup("").join(Markup(part.render(**context)) for part in sorted(_slots[slot].values()))  # noqa: S704


def init_app(app: Flask) -> None:
    app.jinja_env.globals["render_slot"] = render_slot

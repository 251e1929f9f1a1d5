"""Registries that plug-in folders fill: drop in one file, done."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Named plug-ins of one kind, in the order of their names."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._items: dict[str, T] = {}

    def add(self, key: str, item: T) -> T:
        """Register `item` under `key`. Raises ValueError when another item already has the key."""
        if self._items.get(key, item) is not item:
            raise ValueError(f"two {self.kind}s are called {key!r}")
        self._items[key] = item
        return item

    def get(self, key: str) -> T:
        """The plug-in called `key`. Raises LookupError that lists what there is."""
        try:
            return self._items[key]
        except KeyError:
            raise LookupError(f"no {self.kind} {key!r}; there are: {', '.join(sorted(self._items))}") from None

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items[key] for key in sorted(self._items))

    def keys(self) -> list[str]:
        return sorted(self._items)


def load_folder(package: str) -> None:
    """Import every module of the plug-in folder `package`, so that each can register itself."""
    folder = import_module(package)
    for module in iter_modules(folder.__path__):
        import_module(f"{package}.{module.name}")

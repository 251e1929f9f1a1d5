"""Reads fields of a JSON document with their path in every complaint; nothing is guessed and nothing is coerced."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from kit.errors import RuleViolation

LARGEST_MINOR = 10**15
LARGEST_QUANTITY = 10**9

E = TypeVar("E", bound=StrEnum)


def bad_input(message: str) -> RuleViolation:
    """The refusal of a document that does not say what it must."""
    return RuleViolation("bad_input", message)


@dataclass(frozen=True)
class Node:
    """A JSON object and where it stands in the document. An absent field and `null` read the same."""

    value: dict[str, Any]
    path: str

    @classmethod
    def of(cls, value: object, path: str) -> "Node":
        if not isinstance(value, dict):
            raise bad_input(f"{path or 'The document'} must be an object.")
        return cls(value, path)

    def has(self, name: str) -> bool:
        return self.value.get(name) is not None

    def child(self, name: str) -> "Node":
        """The object of that name, an empty one when absent."""
        value = self.value.get(name)
        return Node.of({} if value is None else value, self._at(name))

    def children(self, name: str) -> Iterator["Node"]:
        """The objects of the list of that name, none when absent."""
        for i, item in enumerate(self._list(name)):
            yield Node.of(item, f"{self._at(name)}[{i}]")

    def integer(self, name: str, default: int | None = None, *, low: int = 0, high: int = LARGEST_MINOR) -> int:
        value = self.optional_integer(name, low=low, high=high)
        if value is not None:
            return value
        if default is None:
            raise bad_input(f"{self._at(name)} is missing.")
        return default

    def optional_integer(self, name: str, *, low: int = 0, high: int = LARGEST_MINOR) -> int | None:
        value = self.value.get(name)
        return None if value is None else _whole(value, self._at(name), low, high)

    def integers(self, name: str) -> list[int]:
        return [_whole(item, f"{self._at(name)}[{i}]", 0, LARGEST_MINOR) for i, item in enumerate(self._list(name))]

    def optional_integers(self, name: str) -> list[int | None]:
        """Like `integers`, where single items may be null."""
        return [
            None if item is None else _whole(item, f"{self._at(name)}[{i}]", 0, LARGEST_MINOR)
            for i, item in enumerate(self._list(name))
        ]

    def boolean(self, name: str, *, default: bool) -> bool:
        value = self.value.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise bad_input(f"{self._at(name)} must be true or false.")
        return value

    def text(self, name: str, default: str | None = None) -> str:
        value = self.value.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value:
            raise bad_input(f"{self._at(name)} must be a text.")
        return value

    def texts(self, name: str) -> list[str]:
        items = self._list(name)
        if not all(isinstance(item, str) for item in items):
            raise bad_input(f"{self._at(name)} must be a list of texts.")
        return items

    def choice(self, name: str, words: type[E], default: E | None = None) -> E:
        """One of the words of a vocabulary."""
        text = self.text(name, default)
        try:
            return words(text)
        except ValueError:
            raise bad_input(f"{self._at(name)} must be one of {', '.join(words)}.") from None

    def instant(self, name: str) -> datetime | None:
        """An ISO 8601 instant with its offset, any offset."""
        if not self.has(name):
            return None
        try:
            instant = datetime.fromisoformat(self.text(name))
        except ValueError:
            raise bad_input(f"{self._at(name)} must be an instant such as 2026-03-10T10:15:00+08:00.") from None
        if instant.tzinfo is None:
            raise bad_input(f"{self._at(name)} must carry its offset, such as +08:00 or Z.")
        return instant

    def _list(self, name: str) -> list[Any]:
        value = self.value.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_input(f"{self._at(name)} must be a list.")
        return value

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def _whole(value: object, path: str, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise bad_input(f"{path} must be a whole number.")
    if not low <= value <= high:
        raise bad_input(f"{path} must be between {low} and {high}.")
    return value

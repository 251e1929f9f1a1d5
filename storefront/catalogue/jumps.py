"""Where a search goes at once when its words are not words but a number; features above register what they recognise."""

from collections.abc import Callable

from kit.registry import Registry

Jump = Callable[[str], str | None]
JUMPS: Registry[Jump] = Registry("search jump")


def jump_for(words: str) -> str | None:
    """The path of the first jump that recognises the words, else None."""
    return next((path for jump in JUMPS if (path := jump(words))), None)

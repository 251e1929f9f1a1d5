"""Sources of facts, filled by the features above: each looks at the circumstances and says what it knows."""

from collections.abc import Callable, Iterable

from helpdesk.classification.rules.facts import Circumstances, Fact, Facts
from kit.registry import Registry

FactSource = Callable[[Circumstances], Iterable[Fact]]
FACTS: Registry[FactSource] = Registry("source of facts")


def facts_about(circumstances: Circumstances) -> Facts:
    """Everything the registered sources know, in the order of their names."""
    return tuple(fact for source in FACTS for fact in source(circumstances))

"""A policy as the shop writes it: conditions, targets by priority, warnings. One document, checked once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from helpdesk.sla.rules import documents, matching
from helpdesk.sla.rules.policies import Policy
from kit.errors import RuleViolation

PRIORITIES = ("urgent", "high", "normal", "low")


@dataclass(frozen=True)
class Agreement:
    """What is promised to whom: `when` chooses the tickets, `by_priority` has a policy for each priority."""

    when: Mapping[str, tuple[str, ...]]
    by_priority: Mapping[str, Policy]

    def policy(self, priority: str) -> Policy:
        return self.by_priority[priority]


def agreement(document: object) -> Agreement:
    """Read `{"when", "targets": {priority: targets}, "warnings"}`. Raises RuleViolation with a field's code."""
    stated = documents.mapping(document, "A policy")
    targets = documents.mapping(stated.get("targets"), "targets")
    warned = documents.policy({"warnings": stated.get("warnings")})
    warnings = warned.warnings if warned else ()
    by_priority = {}
    for priority in PRIORITIES:
        policy = documents.policy(targets.get(priority)) or Policy()
        by_priority[priority] = replace(policy, warnings=warnings)
    if not any(policy.targets for policy in by_priority.values()):
        raise RuleViolation("no_targets", "A policy without any target promises nothing. Enter at least one.")
    return Agreement(MappingProxyType(conditions(stated.get("when"))), MappingProxyType(by_priority))


def conditions(document: object) -> dict[str, tuple[str, ...]]:
    """The accepted values of each condition; an absent or empty one asks nothing."""
    stated = documents.mapping(document if document is not None else {}, "when")
    for name, accepted in stated.items():
        if name not in matching.CONDITIONS:
            raise RuleViolation("bad_policy", f"There is no condition {name!r}. Use {', '.join(matching.CONDITIONS)}.")
        if not all(isinstance(value, str) for value in documents.listing(accepted, f"when.{name}")):
            raise RuleViolation("bad_policy", f"when.{name} must list names.")
    return {name: tuple(accepted) for name, accepted in stated.items()}

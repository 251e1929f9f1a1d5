"""The sections of the shop's management; features above register theirs beside their pages."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from kit.accounts.models import User
from kit.accounts.vocabulary import Role
from kit.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Section:
    """One place of the sidebar: `label` and `what` are lazy translations, `mark` an icon, `roles` who may enter."""

    key: str
    endpoint: str
    label: Any
    what: Any
    mark: str
    roles: Collection[Role]
    order: int = 100


SECTIONS: Registry[Section] = Registry("management section")


def offer(section: Section) -> None:
    """Show a section in the sidebar and on the overview."""
    SECTIONS.add(section.key, section)


def open_to(person: User) -> list[Section]:
    """The sections this person may enter, in their order."""
    return sorted(
        (section for section in SECTIONS if person.role in section.roles), key=lambda section: (section.order, section.key)
    )

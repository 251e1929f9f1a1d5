"""Kinds of notifications: one file = one kind, with the events it listens to and what its words are made from."""

from typing import Any, ClassVar

from helpdesk.notifications.models import Notification
from kit.accounts.models import User
from kit.queue import FAST
from kit.registry import Registry

Context = dict[str, Any]


class Kind:
    """A kind of notification. Its words are `templates/emails/<key>.txt` (subject on the first line) and `.html`."""

    key: ClassVar[str]
    channel: ClassVar[str] = "email"
    queue: ClassVar[str] = FAST  # BULK: collected by the sweep and sent in batches
    resends: ClassVar[bool] = True  # after an attempt of unknown outcome; False: at most once
    takes_replies: ClassVar[bool] = False  # answers reach the ticket
    greets: ClassVar[bool] = True  # by name; False where anybody could have typed the address and the name (HARDENING G15)
    auto_submitted: ClassVar[str] = "auto-generated"  # RFC 3834

    def address(self, person: User) -> str | None:
        """Where the channel reaches the person; None when it cannot."""
        return person.email

    def context(self, notification: Notification) -> Context | None:
        """What the templates need, read now; None when there is nothing to say any more."""
        raise NotImplementedError(self.key)


KINDS: Registry[Kind] = Registry("notification kind")


def kind(cls: type[Kind]) -> type[Kind]:
    """Register a kind under its key."""
    KINDS.add(cls.key, cls())
    return cls

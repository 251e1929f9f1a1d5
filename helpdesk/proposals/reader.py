"""Who may open the customer's pages of offers and cases at all; what they see is decided by the thing they ask for."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from helpdesk.tickets.portal.reader import may_read_any
from kit.accounts.guards import ask_to_sign_in

V = TypeVar("V", bound=Callable[..., Any])


def readers_only(view: V) -> V:
    """Let in people who are signed in, and guests with a code that still counts."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if may_read_any() else ask_to_sign_in()

    return guarded  # type: ignore[return-value]

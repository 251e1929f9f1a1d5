"""One-time codes of the second factor: each opens the door once (HARDENING B13)."""

from flask_security import Totp
from passlib.exc import UsedTokenError
from passlib.totp import TotpMatch

from kit.accounts import commands
from kit.accounts.models import User


class SingleUseCodes(Totp):  # type: ignore[misc]
    """The library's codes, remembered in the person's row, so that one seen over a shoulder is worth nothing."""

    def get_last_counter(self, user: User) -> int | None:
        return user.tf_last_step

    def set_last_counter(self, user: User, tmatch: TotpMatch) -> None:
        """Raises UsedTokenError, which the library takes for a wrong code: two requests at once may both have found it unused."""
        if not commands.use_code(user.id, tmatch.counter):
            raise UsedTokenError

"""What happens to accounts."""

from dataclasses import dataclass
from typing import ClassVar

from kit.accounts.vocabulary import AccountMail
from kit.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountEvent(Event):
    subject: ClassVar[str] = "user"
    user_id: int


@dataclass(frozen=True, kw_only=True)
class AccountMailRequested(AccountEvent):
    """A mail about the account is due; notifications writes and sends it."""

    mail: AccountMail


@dataclass(frozen=True, kw_only=True)
class SignedIn(AccountEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(AccountEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PersonErased(AccountEvent):
    """Everything that names the person was erased. The keyed digest of the address tells a repeat from a stranger."""

    address_digest: str


@dataclass(frozen=True, kw_only=True)
class AddressConfirmed(AccountEvent):
    """The person proved to own the address: guest orders and tickets under it may be shown from now on."""

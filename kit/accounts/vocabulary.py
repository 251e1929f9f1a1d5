"""The roles of INTERFACES, "Numbers and roles"."""

from enum import StrEnum


class Role(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    WAREHOUSE = "warehouse"
    LEAD = "lead"
    MANAGER = "manager"
    ADMIN = "admin"
    SUPERADMIN = "superadmin"


ADMINS = frozenset({Role.ADMIN, Role.SUPERADMIN})
MANAGERS = ADMINS | {Role.MANAGER}
LEADS = MANAGERS | {Role.LEAD}
AGENTS = LEADS | {Role.AGENT}
STAFF = AGENTS | {Role.WAREHOUSE}


class AccountMail(StrEnum):
    """Mails about the account itself; the secret in them is made while the mail is rendered."""

    CONFIRM = "confirm"
    RESET = "reset"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    KNOWN_ADDRESS = "known_address"  # somebody registered with an address that we already know

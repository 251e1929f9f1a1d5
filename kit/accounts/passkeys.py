"""Passkeys: which kinds are asked for, and under which name the browser lists them."""

from typing import Any

from flask_security import UserMixin
from flask_security.webauthn_util import WebauthnUtil
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kit import profile

IN_PLACE_OF_PASSWORD = "first"  # noqa: S105  (flask-security's word; the other is "secondary")


class Passkeys(WebauthnUtil):  # type: ignore[misc]
    """One that opens the account by itself asks for finger, face or PIN; one that follows the password is only touched."""

    def registration_options(self, user: UserMixin, usage: str, existing_options: dict[str, Any]) -> dict[str, Any]:
        options: dict[str, Any] = super().registration_options(user, usage, existing_options)
        return options | {"rp_name": profile.current().name["en"], "user_display_name": user.label}

    def authenticator_selection(self, user: UserMixin, usage: str) -> AuthenticatorSelectionCriteria:
        if usage == IN_PLACE_OF_PASSWORD:
            return AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            )
        return AuthenticatorSelectionCriteria(user_verification=UserVerificationRequirement.DISCOURAGED)

    def user_verification(self, user: UserMixin | None, usage: list[str]) -> UserVerificationRequirement:
        return UserVerificationRequirement.DISCOURAGED if "secondary" in usage else UserVerificationRequirement.REQUIRED

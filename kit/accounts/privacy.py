"""The account of a person: handed out, and made nobody's."""

from datetime import datetime

from kit.accounts.models import ApiToken, Passkey, User, UserSession
from kit.accounts.sessions import new_token
from kit.db import lock
from kit.privacy import ERASED, Rows, forget, held

_SECRETS = (
    "password",
    "fs_uniquifier",
    "phone_index",
    "tf_totp_secret",
    "tf_last_step",
    "mf_recovery_codes",
    "fs_webauthn_user_handle",
)


def export(person_id: int) -> dict[str, Rows]:
    return {
        "person": held(User, User.id == person_id, without=_SECRETS),
        "sessions": held(UserSession, UserSession.user_id == person_id, without=("token_hash",)),
        "tokens": held(ApiToken, ApiToken.user_id == person_id, without=("token_hash",)),
    }


def erase(person_id: int, now: datetime) -> None:
    """A pseudonym stays, for what is kept by law to hang on; nobody signs in with it."""
    for model in (UserSession, ApiToken, Passkey):
        forget(model, model.user_id == person_id)
    user = lock(User, person_id)
    user.email = user.phone = user.phone_index = user.password = user.confirmed_at = None
    user.tf_primary_method = user.tf_totp_secret = user.tf_phone_number = user.mf_recovery_codes = None
    user.fs_webauthn_user_handle = None
    user.name, user.active, user.fs_uniquifier = f"{ERASED} {person_id}", False, new_token()

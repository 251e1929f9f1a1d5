"""Columns for personal data: encrypted at rest (Fernet, rotating keys), found again by a blind index."""

import hashlib
import hmac
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator


class EncryptedText(TypeDecorator[str]):
    """Text that the database never sees in the clear. Keys: FIELD_ENCRYPTION_KEYS, the newest first."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:
        return None if value is None else _keyring().encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Any) -> str | None:
        return None if value is None else _keyring().decrypt(bytes(value)).decode()


def blind_index(value: str) -> str:
    """A keyed digest of `value` (already normalised), equal for equal values, to look encrypted columns up by."""
    key = current_app.config["BLIND_INDEX_KEY"]
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def install_keys(config: dict[str, Any], keys: tuple[str, ...], secret_key: str) -> None:
    """Put the key ring and the index key into the application's configuration."""
    config["FIELD_KEYRING"] = MultiFernet([Fernet(key) for key in keys])
    config["BLIND_INDEX_KEY"] = hashlib.sha256(b"blind index" + secret_key.encode()).digest()


def _keyring() -> MultiFernet:
    keyring: MultiFernet = current_app.config["FIELD_KEYRING"]
    return keyring

"""Tokens of sessions and of the API: random, shown once, stored as a digest."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is stored of a token (SHA-256; the token itself has 256 random bits)."""
    return hashlib.sha256(token.encode()).hexdigest()

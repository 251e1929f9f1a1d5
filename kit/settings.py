"""What the environment says: read once at start, complete or refused with a readable list."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from cryptography.fernet import Fernet

UNWRITABLE = "HELPDESK_INSTANCE: {folder} cannot be written to ({why}). Name a folder of your own; it is made if it is not there."
_KNOWN_KEYS = {
    "dev",
    "secret",
    "changeme",
    "change-me",
    "development",
    "test",
    "password",
    "secret_key",
    "your-secret-key",
}


class SettingsError(Exception):
    """The environment is incomplete or wrong; `problems` lists everything at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("The settings are not usable:\n" + "\n".join(f"  - {problem}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting of INTERFACES, "Running". An empty address means: the embedded server of `instance`."""

    instance: Path
    secret_key: str = field(repr=False)
    field_encryption_keys: tuple[str, ...] = field(repr=False)
    database_url: str = ""
    redis_url: str = ""
    base_url: str = "http://localhost:5000"
    development: bool = False
    testing: bool = False
    sendgrid_api_key: str = field(default="", repr=False)
    sendgrid_host: str = "https://api.sendgrid.com"
    sendgrid_webhook_public_key: str = ""
    sendgrid_inbound_public_key: str = ""
    sms_gateway_url: str = ""
    sms_gateway_key: str = field(default="", repr=False)
    mail_from: str = "service@linden.example"
    mail_inbound_domain: str = "in.linden.example"
    attachments_url: str = ""
    clamd_url: str = ""
    sentry_dsn: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ, *, serving: bool = False) -> Self:
        """Read the environment. `serving` demands what a production process must be given.

        Raises SettingsError naming every problem."""
        instance = Path(env.get("HELPDESK_INSTANCE", "instance")).resolve()
        development = env.get("HELPDESK_ENV", "") == "development" or not env.get("DATABASE_URL")
        problems = _problems(env, must_have_keys=serving and not development)
        if problems:
            raise SettingsError(problems)
        try:
            kept = _kept_keys(instance, env)
        except OSError as refused:
            raise SettingsError([UNWRITABLE.format(folder=instance, why=refused.strerror)]) from refused
        return cls(
            instance=instance,
            development=development,
            secret_key=env.get("SECRET_KEY") or kept["secret_key"],
            field_encryption_keys=tuple((env.get("FIELD_ENCRYPTION_KEYS") or kept["field_encryption_keys"]).split(",")),
            database_url=env.get("DATABASE_URL", ""),
            redis_url=env.get("REDIS_URL", ""),
            base_url=env.get("BASE_URL", f"http://localhost:{env.get('PORT', '5000')}").rstrip("/"),
            attachments_url=env.get("ATTACHMENTS_URL") or f"file://{instance / 'attachments'}",
            **_plain(env),
        )


_PLAIN = (
    "SENDGRID_API_KEY",
    "SENDGRID_HOST",
    "SENDGRID_WEBHOOK_PUBLIC_KEY",
    "SENDGRID_INBOUND_PUBLIC_KEY",
    "SMS_GATEWAY_URL",
    "SMS_GATEWAY_KEY",
    "MAIL_FROM",
    "MAIL_INBOUND_DOMAIN",
    "CLAMD_URL",
    "SENTRY_DSN",
)


def _plain(env: Mapping[str, str]) -> dict[str, Any]:
    return {name.lower(): env[name] for name in _PLAIN if env.get(name)}


def _problems(env: Mapping[str, str], *, must_have_keys: bool) -> list[str]:
    problems = []
    secret = env.get("SECRET_KEY", "")
    if secret and (len(secret) < 32 or secret.lower() in _KNOWN_KEYS):
        problems.append("SECRET_KEY is too short or well known: give at least 32 random characters.")
    if must_have_keys and not secret:
        problems.append("SECRET_KEY is missing: give at least 32 random characters.")
    if must_have_keys and not env.get("FIELD_ENCRYPTION_KEYS"):
        problems.append("FIELD_ENCRYPTION_KEYS is missing: give one Fernet key, or several with commas, the newest first.")
    for key in filter(None, env.get("FIELD_ENCRYPTION_KEYS", "").split(",")):
        if not _is_fernet_key(key):
            problems.append("FIELD_ENCRYPTION_KEYS holds something that is no Fernet key (32 url-safe base64 bytes).")
    if env.get("DATABASE_URL") and not env["DATABASE_URL"].startswith(("postgresql://", "postgresql+psycopg://", "postgres://")):
        problems.append("DATABASE_URL must be a postgresql:// address.")
    if env.get("REDIS_URL") and not env["REDIS_URL"].startswith(("redis://", "rediss://", "unix://")):
        problems.append("REDIS_URL must be a redis://, rediss:// or unix:// address.")
    if env.get("BASE_URL") and not env["BASE_URL"].startswith(("http://", "https://")):
        problems.append("BASE_URL must start with http:// or https://.")
    if must_have_keys and env.get("FLASK_DEBUG", "0") not in {"", "0"}:
        problems.append("FLASK_DEBUG is on: it shows the source to visitors. Switch it off.")
    return problems


def _is_fernet_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def _kept_keys(instance: Path, env: Mapping[str, str]) -> dict[str, str]:
    """The keys of a development instance, made once and kept (mode 600) beside its data."""
    if env.get("SECRET_KEY") and env.get("FIELD_ENCRYPTION_KEYS"):
        return {"secret_key": "", "field_encryption_keys": ""}
    path = instance / "keys.json"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        made = {"secret_key": secrets.token_urlsafe(48), "field_encryption_keys": Fernet.generate_key().decode()}
        draft = instance / f".keys.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(made))
        try:
            os.link(draft, path)  # the first of several starting processes wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    keys: dict[str, str] = json.loads(path.read_text())
    return keys

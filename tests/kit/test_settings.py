"""Settings: complete, or refused with the whole list."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from kit.settings import Settings, SettingsError

GOOD = {"SECRET_KEY": "x" * 40, "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode()}


def test_everything_wrong_is_listed_at_once(tmp_path: Path) -> None:
    env = {
        "HELPDESK_INSTANCE": str(tmp_path),
        "DATABASE_URL": "mysql://nowhere",
        "REDIS_URL": "http://nowhere",
        "SECRET_KEY": "dev",
        "FIELD_ENCRYPTION_KEYS": "short",
        "BASE_URL": "linden.example",
    }
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(env, serving=True)
    named = " ".join(refused.value.problems)
    assert all(word in named for word in ("SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "DATABASE_URL", "REDIS_URL", "BASE_URL"))


def test_production_refuses_to_start_without_keys(tmp_path: Path) -> None:
    env = {"HELPDESK_INSTANCE": str(tmp_path), "DATABASE_URL": "postgresql://db/shop"}
    with pytest.raises(SettingsError, match="SECRET_KEY is missing"):
        Settings.from_env(env, serving=True)


def test_development_makes_its_keys_once(tmp_path: Path) -> None:
    first = Settings.from_env({"HELPDESK_INSTANCE": str(tmp_path)})
    second = Settings.from_env({"HELPDESK_INSTANCE": str(tmp_path)})
    assert first.secret_key == second.secret_key
    assert first.field_encryption_keys == second.field_encryption_keys
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


def test_no_secret_is_shown_when_settings_are_printed(tmp_path: Path) -> None:
    settings = Settings.from_env({"HELPDESK_INSTANCE": str(tmp_path), "SENDGRID_API_KEY": "SG.canary", **GOOD})
    assert "SG.canary" not in repr(settings)
    assert GOOD["SECRET_KEY"] not in repr(settings)

"""A backup brought back: into an empty database, over a living shop, with wrong keys, damaged."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from helpdesk.app import create_app
from kit.accounts import commands as accounts
from kit.db import db
from kit.settings import Settings
from kit.uploads import commands as uploads
from kit.uploads.rules import Accepted
from tests.fixtures.product import Product, fresh_product

pytestmark = pytest.mark.xdist_group("product")
KEYS = ("SECRET_KEY", "FIELD_ENCRYPTION_KEYS")
PHOTO = Accepted("lamp.png", "image/png", b"the picture of a broken lamp")


@contextmanager
def opened(product: Product) -> Iterator[None]:
    """Inside an application of our own on the product's database."""
    with create_app(Settings.from_env(product.environment)).app_context():
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def shop(servers: tuple[str, str], run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A small shop with a person, an attachment and their backup in its folder."""
    with fresh_product(run_folder, tmp_path_factory.mktemp("shop"), f"backup_{os.getpid()}") as made:
        made.command("db", "upgrade")
        now = datetime.now(UTC)
        with opened(made):
            person = accounts.person("hannah@example.com", "Hannah Brooks", phone="+86 138 0013 8000", now=now)
            uploads.keep(PHOTO, owner=person, now=now)
        made.command("backup", str(made.folder / "backup"))
        yield made


@pytest.fixture
def other(shop: Product, run_folder: Path, tmp_path: Path) -> Iterator[Product]:
    """A second installation with nothing in it but the same keys."""
    with fresh_product(run_folder, tmp_path, f"restored_{os.getpid()}") as made:
        made.environment |= {name: shop.environment[name] for name in KEYS}
        yield made


def refusal(product: Product, *words: str, code: int = 1) -> str:
    """What a refused command says."""
    with pytest.raises(subprocess.CalledProcessError) as refused:
        product.command(*words)
    assert refused.value.returncode == code
    return str(refused.value.stderr)


def contents(product: Product) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    engine = sa.create_engine(product.database)
    with engine.connect() as connection:
        names = connection.scalars(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).all()
        rows = {name: sorted(connection.scalars(sa.text(f"SELECT t::text FROM {name} t"))) for name in names}
    engine.dispose()
    return rows


def test_a_backup_brought_back_elsewhere_is_the_same_shop(shop: Product, other: Product) -> None:
    before = contents(shop)
    other.command("restore", str(shop.folder / "backup"))
    assert contents(other) == before
    with opened(other):
        assert accounts.person("hannah@example.com", now=datetime.now(UTC)).phone == "+8613800138000"
        digest = db.session.scalar(sa.text("SELECT sha256 FROM upload"))
        assert uploads.storage().open(str(digest)).read() == PHOTO.content


def test_a_living_shop_is_replaced_only_on_purpose(shop: Product, other: Product) -> None:
    other.command("db", "upgrade")
    with opened(other):
        accounts.person("somebody@example.com", now=datetime.now(UTC))
    assert "Add --yes" in refusal(other, "restore", str(shop.folder / "backup"), code=2)
    other.command("restore", str(shop.folder / "backup"), "--yes")
    assert contents(other) == contents(shop)


def test_a_backup_of_other_keys_is_refused_before_anything_changes(shop: Product, other: Product) -> None:
    other.environment["SECRET_KEY"] = "another key that is long enough for use"
    assert "another SECRET_KEY" in refusal(other, "restore", str(shop.folder / "backup"))
    assert contents(other) == {}


def test_a_damaged_or_newer_backup_is_refused(shop: Product, tmp_path: Path) -> None:
    folder = shop.folder / "backup"
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(folder), str(copy)], check=True)
    blob = next((copy / "attachments").glob("??/*"))
    blob.write_bytes(b"rotten")
    assert "damaged" in refusal(shop, "restore", str(copy), "--yes")
    told = json.loads((copy / "backup.json").read_text())
    (copy / "backup.json").write_text(json.dumps(told | {"schema": "9999"}))
    assert "newer version" in refusal(shop, "restore", str(copy), "--yes")
    (copy / "database.dump").write_bytes(b"cut off")
    assert "changed since" in refusal(shop, "restore", str(copy), "--yes")
    (copy / "backup.json").unlink()
    assert "no complete backup" in refusal(shop, "restore", str(copy), "--yes")


def test_a_lost_attachment_fails_the_backup_aloud(shop: Product, tmp_path: Path) -> None:
    blob = next((shop.folder / "attachments").glob("??/*"))
    kept = blob.rename(blob.with_suffix(".aside"))
    assert "missing" in refusal(shop, "backup", str(tmp_path / "second"))
    kept.rename(blob)

"""What is measured: the product as in production, on servers of its own, in processes of its own, filled up to a size."""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa
from cryptography.fernet import Fernet
from flask import Flask

from benchmarks import people, processes
from benchmarks.growing import grow
from benchmarks.people import SignedIn
from helpdesk.app import create_app
from helpdesk.operations.database import upgrade_schema
from kit import profile
from kit.accounts.vocabulary import Role
from kit.embedded import start_postgres, start_redis
from kit.settings import Settings


@dataclass
class House:
    """The running product: `port` serves it, `floor_port` the floors. Its application's context is open."""

    app: Flask
    size: int
    port: int
    floor_port: int
    environment: dict[str, str]
    known: dict[Role, SignedIn] = field(default_factory=dict)

    def member(self, role: Role) -> SignedIn:
        """The crew's agent, lead …, signed in."""
        if role not in self.known:
            self.known[role] = people.sign_in(people.hire(role))
        return self.known[role]

    @cached_property
    def customers(self) -> list[SignedIn]:
        """Some customers, signed in."""
        return [people.sign_in(customer) for customer in people.customers(100)]


def start_servers() -> Path:
    """The folder of an embedded PostgreSQL and Redis; when this process ends both are stopped and it is removed."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # runs after the servers' own, registered later
    start_redis(folder / "redis")
    with _admin(start_postgres(folder / "postgres")) as connection:
        # Writing is measured without the disk, which on a shared machine is the neighbours'.
        connection.execute(sa.text("ALTER SYSTEM SET synchronous_commit = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    return folder


@contextmanager
def opened(folder: Path, size: int) -> Iterator[House]:
    """A house with `size` tickets on a database of its own; everything it started has ended when it closes."""
    name, address = f"bench_{size}", start_postgres(folder / "postgres")
    with _admin(address) as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    addresses = {"DATABASE_URL": address.replace("/postgres?", f"/{name}?"), "REDIS_URL": start_redis(folder / "redis")}
    try:
        with serving(addresses | {"HELPDESK_INSTANCE": str(folder)}, size) as house:
            yield house
    finally:
        with _admin(address) as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def serving(addresses: dict[str, str], size: int) -> Iterator[House]:
    """Fill the empty database at DATABASE_URL with `size` tickets and serve it. Needs REDIS_URL and HELPDESK_INSTANCE too."""
    ports = processes.free_port(), processes.free_port()
    environment = _environment(addresses, *ports)
    app = create_app(Settings.from_env(environment, serving=True))
    with app.app_context():
        upgrade_schema()
        profile.save(is_demo=True)  # offers the wallet of the demo
        grow(size, agent=people.hire(Role.AGENT))
        with (
            processes.started("helpdesk.cli", "serve", "--port", str(ports[0]), environment=environment),
            processes.started("benchmarks.floors", str(ports[1]), environment=environment),
        ):
            for port, path in zip(ports, ("/healthz", "/hello"), strict=True):
                processes.until(lambda port=port, path=path: processes.answers(port, path))  # type: ignore[misc]
            yield House(app, size, *ports, environment)


def _environment(addresses: dict[str, str], port: int, floor_port: int) -> dict[str, str]:
    """A production environment; mail goes to the twin that the floors' process is."""
    return dict(os.environ) | addresses | {
        "HELPDESK_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(32),
        "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "SENDGRID_API_KEY": "SG.of-the-twin",
        "SENDGRID_HOST": f"http://127.0.0.1:{floor_port}",
    }  # fmt: skip


@contextmanager
def _admin(address: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()

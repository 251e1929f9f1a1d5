"""One embedded PostgreSQL and Redis for the run, a database per worker made from a migrated template, clean for every test."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from helpdesk.app import create_app
from kit import defaults, profile, queue
from kit.accounts import commands as accounts
from kit.accounts.models import User
from kit.accounts.vocabulary import Role
from kit.db import Model, db
from kit.embedded import start_postgres, start_redis
from kit.settings import Settings

pytest_plugins = ["tests.fixtures.shop", "tests.fixtures.desk", "tests.fixtures.chromium"]
hypothesis.settings.register_profile("shared", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("shared")  # machines that do other work too make slow draws

KEY = Fernet.generate_key().decode()
TEMPLATE = "helpdesk_template"


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder shared by all xdist workers of this run."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def servers(run_folder: Path, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Addresses of this worker's own database and Redis."""
    with only_one(run_folder):
        admin = start_postgres(run_folder / "postgres")
        engine = sa.create_engine(admin, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text("ALTER SYSTEM SET fsync = off"))
            connection.execute(sa.text("ALTER SYSTEM SET synchronous_commit = off"))
            connection.execute(sa.text("ALTER SYSTEM SET full_page_writes = off"))
            connection.execute(sa.text("SELECT pg_reload_conf()"))
            known = {row[0] for row in connection.execute(sa.text("SELECT datname FROM pg_database"))}
            if TEMPLATE not in known:
                connection.execute(sa.text(f"CREATE DATABASE {TEMPLATE}"))
                _fill_template(admin.replace("/postgres?", f"/{TEMPLATE}?"), run_folder)
            name = f"test_{worker_id}"
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name}"))
            connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}"))
        engine.dispose()
    redis_folder = tmp_path_factory.mktemp("redis")
    return admin.replace("/postgres?", f"/{name}?"), start_redis(redis_folder)


def settings_for(database_url: str, redis_url: str, instance: Path) -> Settings:
    return Settings(
        instance=instance,
        secret_key="only for tests, and long enough for that",
        field_encryption_keys=(KEY,),
        database_url=database_url,
        redis_url=redis_url,
        base_url="http://localhost",
        development=True,
        testing=True,
        attachments_url=f"file://{instance / 'attachments'}",
    )


def _fill_template(url: str, folder: Path) -> None:
    """Tables and default rows; the defaults are also kept aside, to be put back before every test."""
    app = create_app(settings_for(url, "redis://localhost:1", folder))
    with app.app_context():
        Model.metadata.create_all(db.engine)
        defaults.install_all(datetime(2026, 1, 1, tzinfo=UTC))
        db.session.execute(sa.text("CREATE SCHEMA pristine"))
        for table in Model.metadata.sorted_tables:
            if db.session.execute(sa.text(f"SELECT EXISTS (SELECT 1 FROM {table.name})")).scalar_one():
                db.session.execute(sa.text(f"CREATE TABLE pristine.{table.name} AS SELECT * FROM {table.name}"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


class Browser(FlaskClient):
    """A test client whose requests share nothing with the test around them: no context, no session, no signed-in person."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        response = Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        return response


@pytest.fixture(scope="session")
def built_app(servers: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = create_app(settings_for(*servers, tmp_path_factory.mktemp("instance")))
    app.test_client_class = Browser
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["THROTTLE_SCALE"] = 1000
    return app


@pytest.fixture
def app(built_app: Flask) -> Iterator[Flask]:
    """The application on a clean database and Redis, inside an application context."""
    with built_app.app_context():
        _clean()
        queue.connection().flushdb()
        profile.forget()
        yield built_app
        db.session.rollback()
        db.session.remove()


def _clean() -> None:
    connection = db.session.connection()
    pristine = {row[0] for row in connection.execute(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'pristine'"))}
    statements = ["SET LOCAL session_replication_role = replica"]
    for table in Model.metadata.tables.values():
        statements.append(f"DELETE FROM {table.name}")
        if table.name in pristine:
            generated = {column.name for column in table.columns if column.computed is not None}
            columns = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in generated)
            statements.append(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM pristine.{table.name}")
    connection.exec_driver_sql("; ".join(statements))
    db.session.commit()


@pytest.fixture
def now() -> datetime:
    """A Thursday afternoon in Shanghai: 2026-05-14 14:32."""
    return datetime(2026, 5, 14, 6, 32, tzinfo=UTC)


@pytest.fixture
def make_user(app: Flask, now: datetime) -> Callable[..., User]:
    """Make a person: make_user("agent", "Chen Yutong")."""

    def make(role: str = "customer", name: str = "", email: str = "", **more: object) -> User:
        label = name or role.title()
        address = email or f"{label.lower().replace(' ', '.')}@example.com"
        return accounts.create_user(address, label, Role(role), None, now=now, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def customer(make_user: Callable[..., User]) -> User:
    return make_user("customer", "Hannah Brooks")


@pytest.fixture
def agent(make_user: Callable[..., User]) -> User:
    return make_user("agent", "Chen Yutong")


@pytest.fixture
def lead(make_user: Callable[..., User]) -> User:
    return make_user("lead", "Marcus Reid")


@pytest.fixture
def manager(make_user: Callable[..., User]) -> User:
    return make_user("manager", "Zhou Min")


@pytest.fixture
def warehouse(make_user: Callable[..., User]) -> User:
    return make_user("warehouse", "Li Wei")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask) -> Callable[[User], FlaskClient]:
    """A browser in which the person is signed in: signed_in(agent).get("/desk")."""

    def sign_in(user: User) -> FlaskClient:
        from kit import clock

        browser = app.test_client()
        token = accounts.begin_session(user, address="127.0.0.1", agent="test", now=clock.now())
        with browser.session_transaction() as session:
            session.update({"_user_id": user.fs_uniquifier, "_fresh": True, "token": token})
        return browser

    return sign_in


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """Let real RQ workers do every waiting job, until all queues are empty."""

    def run() -> None:
        connection = queue.connect(app.config["SETTINGS"].redis_url, timeout=None)
        queues = [queue.queue_of(connection, name) for name in queue.QUEUES]
        while any(waiting.count for waiting in queues):
            SimpleWorker(queues, connection=connection, serializer=JSONSerializer).work(burst=True, logging_level="WARNING")
        db.session.expire_all()

    return run


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], object]:
    """with count_queries() as statements: …; len(statements) is the number of SQL statements sent."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            sent.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)

    return counting

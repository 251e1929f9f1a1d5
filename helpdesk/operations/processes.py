"""`helpdesk serve`, `worker`, `clock`: one production process each; `run`: all of them for development."""

import os
import secrets
import signal
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import click
from flask import Flask

from helpdesk.opening import open_app, open_settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=int, envvar="PORT", default=5000, show_default=True, help="Port to listen on; PORT in the environment."
)
@click.option("--workers", type=int, envvar="WEB_CONCURRENCY", default=2, show_default=True, help="Processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the web application."""
    from kit.processes import web

    web.serve(open_app(serving=True), host=host, port=port, workers=workers)


@click.command()
@click.option("--queue", "queues", multiple=True, help="Work on this queue only (repeatable); all when left out.")
def worker(queues: tuple[str, ...]) -> None:
    """Do the queued jobs: mail, sweeps, exports."""
    from kit import queue
    from kit.processes import worker as process

    unknown = set(queues) - set(queue.QUEUES)
    if unknown:
        raise click.UsageError(f"No queue {', '.join(sorted(unknown))}; there are: {', '.join(queue.QUEUES)}.")
    process.run(open_app(serving=True), queues or queue.QUEUES)


@click.command()
def clock() -> None:
    """Ring for everything that happens at a time. Several may run; one leads."""
    from kit.processes import clock as process

    process.run(open_app(serving=True))


@click.command()
@click.option(
    "--port", type=int, envvar="PORT", default=5000, show_default=True, help="Port to listen on; PORT in the environment."
)
def run(port: int) -> None:
    """Run the whole product for development, with the demo shop in an empty database."""
    signal.signal(signal.SIGTERM, _leave)
    os.environ["HELPDESK_ENV"] = "development"
    os.environ.setdefault("BASE_URL", f"http://localhost:{port}")
    _demand_free(port)
    settings = open_settings()
    from helpdesk.app import create_app
    from kit.processes import clock as ringing
    from kit.processes import forking, web
    from kit.processes import worker as working
    from kit.processes.supervisor import Supervisor

    app = create_app(settings)
    password = _demo_password(settings.instance)
    try:
        filling = forking.begin(partial(_prepare, app, password), app)
    except ChildProcessError as failed:
        raise click.ClickException("The database could not be prepared; the reason stands above.") from failed
    forking.keep_memory_shared()
    processes = {
        "worker": partial(working.run, app),
        "clock": partial(ringing.run, app),
        "serve": partial(web.serve, app, host="127.0.0.1", port=port, workers=2),
    }
    chores = {filling: "The demo's history"} if filling else {}
    raise SystemExit(Supervisor(app, port, processes, chores).run(partial(_announce, port, password)))


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Asked to end before the supervisor listens: go by the ordinary way, so that the embedded servers stop too."""
    raise SystemExit(0)


def _demand_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise click.ClickException(
                f"Port {port} is in use, perhaps by another `make run`. Stop that, or take another port: PORT={port + 1} make run"
            ) from taken


def _prepare(app: Flask, password: str, when_open: Callable[[], object]) -> None:
    """Bring the schema up to date and fill an empty shop with the demo; the processes may start once the shop is open."""
    from helpdesk.operations.database import upgrade_schema
    from helpdesk.operations.shop import fill
    from kit import clock as wall
    from kit import profile

    with app.app_context():
        upgrade_schema()
        if not profile.current().is_set_up:
            click.echo("Filling the demo shop …", err=True)
            fill(password, now=wall.now(), when_open=when_open)


def _demo_password(instance: Path) -> str:
    """The password of the demo sign-ins, made once for each instance."""
    from kit.embedded import only_one

    path = instance / "demo-password"
    with only_one(instance):
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(f"linden-{secrets.token_hex(4)}")
        return path.read_text()


def _announce(port: int, password: str, is_complete: bool) -> None:
    """Say where everything is; while the history is still written, only that the shop is open."""
    if not is_complete:
        click.echo(f"The shop is open at http://localhost:{port}/ and the desk gets its tickets in a moment …", err=True)
        return
    people = ("customer", "agent", "warehouse", "lead", "manager", "admin")
    lines = [
        "",
        f"  Shop       http://localhost:{port}/",
        f"  Help       http://localhost:{port}/help",
        f"  Desk       http://localhost:{port}/desk",
        f"  Mail       http://localhost:{port}/dev/outbox",
        "",
        "  Demo sign-ins: " + ", ".join(f"{name}@example.com" for name in people),
        f"  Password:      {password}",
        "",
        "  Ctrl-C stops everything; the data stay.",
        "",
    ]
    click.echo("\n".join(lines))

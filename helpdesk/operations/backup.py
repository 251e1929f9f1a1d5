"""`helpdesk backup DIR` and `helpdesk restore DIR`: database and attachments in one folder, proved before they count."""

import shutil
import sys
from pathlib import Path

import click

from helpdesk.opening import with_app


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_app
def backup(folder: Path) -> None:
    """Write database and attachments to FOLDER; a repeat replaces the dump and adds new attachments.

    The keys (FIELD_ENCRYPTION_KEYS and SECRET_KEY, or keys.json of an embedded instance) are not in it: keep them apart.
    Needs pg_dump of the server's version or newer; the embedded server brings its own."""
    from helpdesk.operations import manifest, postgres
    from kit import clock

    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    aside = folder / f".{manifest.DUMP}.part"
    postgres.dump(aside)
    (folder / manifest.FILE).unlink(missing_ok=True)
    aside.replace(folder / manifest.DUMP)
    files = _copy(_files(), folder / manifest.FILES)
    _refuse_gaps(folder / manifest.FILES)
    manifest.write(folder, manifest.describe(folder / manifest.DUMP, files, now=clock.now()))
    click.echo(f"Backed up to {folder}: the database and {files} attachments. Keep the encryption keys apart.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Replace a shop that is not empty without asking.")
@with_app
def restore(folder: Path, yes: bool) -> None:
    """Replace database and attachments with those of a backup; stop web, worker and clock before.

    A damaged backup, one of a newer version or one made with other keys is refused before anything is changed."""
    from helpdesk.operations import manifest, postgres
    from helpdesk.operations.database import upgrade_schema
    from kit import queue
    from kit.db import db

    told = manifest.read(folder)
    manifest.check(folder, told)
    if damaged := manifest.damaged_files(folder / manifest.FILES):
        raise click.ClickException(f"{len(damaged)} attachments of the backup are damaged, the first is {damaged[0]}.")
    _confirm(yes)
    db.session.remove()
    postgres.load(folder / manifest.DUMP)
    db.engine.dispose()
    _copy(folder / manifest.FILES, _files())
    upgrade_schema()
    queue.empty()
    _refuse_gaps(_files())
    click.echo(f"Restored what was backed up at {told.made_at}.")


def _confirm(yes: bool) -> None:
    """A shop that holds people is replaced only on purpose."""
    from helpdesk.operations.emptying import people_and_orders

    people, orders = people_and_orders()
    if yes or not (people or orders):
        return
    holds = f"The database holds {people} people and {orders} orders; all of it would be replaced."
    if not sys.stdin.isatty():
        raise click.UsageError(f"{holds} Add --yes to do so.")
    click.confirm(f"{holds} Go on?", abort=True)


def _files() -> Path:
    from kit.uploads.commands import storage

    return storage().folder


def _copy(source: Path, target: Path) -> int:
    """Copy the blobs that are not there yet, each aside first; returns how many `source` holds. They never change once written."""
    blobs = [path for path in source.glob("??/*") if path.is_file() and len(path.name) == 64]
    for blob in blobs:
        place = target / blob.parent.name / blob.name
        if not place.exists() or place.stat().st_size != blob.stat().st_size:
            place.parent.mkdir(parents=True, exist_ok=True)
            aside = place.with_suffix(".part")
            shutil.copyfile(blob, aside)
            aside.replace(place)
    return len(blobs)


def _refuse_gaps(folder: Path) -> None:
    from helpdesk.operations import manifest

    if missing := manifest.missing_files(folder):
        raise click.ClickException(f"{len(missing)} attachments named in the database are missing, the first is {missing[0]}.")

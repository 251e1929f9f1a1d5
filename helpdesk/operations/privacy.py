"""`helpdesk export-person EMAIL` and `helpdesk erase-person EMAIL`: what the law gives every customer."""

import json
import sys
import zipfile
from pathlib import Path

import click

from helpdesk.opening import with_app


@click.command()
@click.argument("email")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write a ZIP with the JSON and the files sent.")
@with_app
def export_person(email: str, output: Path | None) -> None:
    """Hand out everything held on the person with this address: JSON on stdout, or a ZIP with the files too."""
    from helpdesk.operations import erasing
    from kit.uploads.commands import storage

    held = erasing.everything_on(email)
    document = json.dumps(held, ensure_ascii=False, indent=1)
    if output is None:
        click.echo(document)
        return
    output.touch(mode=0o600)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", document)
        for file in held["files"]["files"]:
            archive.write(storage().path(file["sha256"]), f"files/{file['id']}-{file['name']}")
    click.echo(f"Written to {output}: it holds personal data, keep it safe.", err=True)


@click.command()
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask on a terminal.")
@with_app
def erase_person(email: str, yes: bool) -> None:
    """Erase the customer with this address everywhere; safe to repeat.

    Orders, amounts, states and instants stay under a pseudonym, as the books demand; names, addresses, words, files and letters
    go for good. Backups made before still hold them: erase again after restoring one."""
    from helpdesk.operations import erasing
    from kit import clock

    if erasing.was_erased(email):
        click.echo("Nothing is held under this address any more: the person was erased before.")
        return
    if sys.stdin.isatty() and not yes:
        click.confirm(f"Everything that names {email} is erased for good. Go on?", abort=True)
    erasing.erase(email, clock.now())
    click.echo("Erased. Orders and amounts are kept under a pseudonym.")

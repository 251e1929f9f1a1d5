"""`helpdesk import`: bring in customers, products, orders, tickets and reviews from a table or the folder it lies in."""

import json
import sys
from pathlib import Path

import click

from helpdesk.imports.vocabulary import IMPORTABLE, DateOrder
from helpdesk.opening import open_app


@click.command("import")
@click.argument("kind", type=click.Choice([kind.value for kind in IMPORTABLE]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", default="auto", show_default=True, help="own, olist, bitext, or auto: by the header.")
@click.option(
    "--dates",
    type=click.Choice([order.value for order in DateOrder]),
    help="How dates are written, where the column does not prove it.",
)
@click.option("--dry-run", is_flag=True, help="Read and check everything, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_(kind: str, file: Path, form: str, dates: str | None, dry_run: bool, as_json: bool) -> None:
    """Import KIND from FILE: a CSV, TSV or XLSX table, or the folder in which it lies.

    The table is recognised by its header. Refused rows go to FILE.rejected.csv; repeating the import changes nothing.
    """
    from helpdesk.imports import reporting
    from helpdesk.imports.refusals import FileRefused

    with open_app().app_context():
        try:
            outcome = reporting.import_table(kind, file, form=form, dates=dates, dry_run=dry_run, quiet=as_json)
        except FileRefused as refused:
            reporting.tell_refusal(refused, as_json=as_json)
            sys.exit(1)
        if as_json:
            click.echo(json.dumps(outcome.document(), ensure_ascii=False))
        else:
            outcome.tell()
    sys.exit(1 if outcome.refused else 0)

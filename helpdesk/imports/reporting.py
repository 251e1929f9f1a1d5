"""The edge of an import: the clock, the progress bar, the rejects file, and what is said at the end."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from helpdesk.imports import reading, wording
from helpdesk.imports.commands import running
from helpdesk.imports.refusals import FileRefused
from helpdesk.imports.rejects import Rejects
from helpdesk.imports.vocabulary import DateOrder, Kind
from kit import clock, profile
from kit.registry import load_folder


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How an import ended. `read` = `accepted` + `unchanged` + `refused`."""

    kind: str
    form: str
    table: str
    read: int
    accepted: int
    unchanged: int
    refused: int
    rejected_file: Path | None
    notices: list[str]
    dry_run: bool

    def document(self) -> dict[str, Any]:
        """For programs."""
        return {
            "kind": self.kind,
            "format": self.form,
            "table": self.table,
            "in": self.read,
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "rejected_file": str(self.rejected_file) if self.rejected_file else None,
            "notices": self.notices,
            "dry_run": self.dry_run,
        }

    def tell(self) -> None:
        """For people: notices on stderr, the counts as the last line of stdout."""
        for notice in self.notices:
            click.echo(notice, err=True)
        if self.rejected_file:
            click.echo(_("Refused rows with their reasons: %(path)s", path=self.rejected_file), err=True)
        if self.dry_run:
            click.echo(_("Nothing was written: this was a rehearsal."), err=True)
        counts = {"kind": self.kind, "read": self.read, "accepted": self.accepted}
        counts |= {"unchanged": self.unchanged, "refused": self.refused}
        click.echo("{kind}: in {read} = accepted {accepted} + unchanged {unchanged} + refused {refused}".format(**counts))


def import_table(kind: str, path: Path, *, form: str, dates: str | None, dry_run: bool, quiet: bool = False) -> Outcome:
    """Import a table or the folder it lies in, with a progress bar where somebody watches. Raises FileRefused."""
    load_folder("helpdesk.imports.formats")
    order = DateOrder(dates) if dates else None
    zone = profile.current().zone
    tally = running.Tally()
    with reading.opened(path, Kind(kind), form=form, order=order, zone=zone) as source:
        table = source.main.table
        with Rejects(table.path, table.header) as rejects, _progress(quiet) as progress:
            task = progress.add_task(table.name, total=source.total)
            for step in running.run(source, dry_run=dry_run, now=clock.now()):
                tally = step.tally
                progress.update(task, completed=tally.read)
                for refusal in step.refused:
                    rejects.add(refusal, said(refusal.code, refusal.particulars))
        return Outcome(
            kind=kind,
            form=source.main.format.key,
            table=table.name,
            read=tally.read,
            accepted=tally.accepted,
            unchanged=tally.unchanged,
            refused=tally.refused,
            rejected_file=rejects.path,
            notices=[said(code, particulars) for code, particulars in source.notices()],
            dry_run=dry_run,
        )


def tell_refusal(refused: FileRefused, *, as_json: bool) -> None:
    """Say why nothing of the file was taken: the JSON error on stdout, or a sentence on stderr."""
    message = said(refused.code, refused.particulars)
    if as_json:
        click.echo(json.dumps({"error": {"code": refused.code, "message": message}}, ensure_ascii=False))
    else:
        click.echo(message, err=True)


def said(code: str, particulars: dict[str, object]) -> str:
    """The sentence for a code, in the reader's language."""
    return str(_(wording.template(code), **particulars))


def _progress(quiet: bool) -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True), disable=quiet or not sys.stderr.isatty(), transient=True)

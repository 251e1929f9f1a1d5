"""`helpdesk classify` and `helpdesk classifier …`: ask and measure the classifier without clicking (INTERFACES)."""

import json
import sys
from pathlib import Path

import click

from helpdesk.classification.active import lexicon_in_use
from helpdesk.classification.rules import learning, measures, reporting
from helpdesk.classification.rules.classifier import Classification
from helpdesk.classification.rules.classifier import classify as answer
from helpdesk.classification.rules.matching import Lexicon
from helpdesk.classification.rules.measures import Trial
from helpdesk.classification.rules.reporting import Labelled
from helpdesk.classification.samples import Sample, UnreadableSamples, read
from helpdesk.opening import with_app


@click.command()
def classify() -> None:
    """Read one text per line from standard input and print one JSON answer per line."""
    lexicon = lexicon_in_use()
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", errors="replace").rstrip("\r\n")
        click.echo(json.dumps(as_json(answer(text, lexicon)), ensure_ascii=False))


@click.group()
def classifier() -> None:
    """Measure and train the classifier."""


@classifier.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
@click.option(
    "--threshold", default=measures.THRESHOLD, show_default=True, help="Confidence from which a label is applied by itself."
)
def evaluate(file: Path, as_document: bool, threshold: float) -> None:
    """Compare the answers to the labelled texts of FILE (columns text, category; optional lang, source)."""
    lexicon = lexicon_in_use()
    labelled = [_labelled(sample, lexicon) for sample in _read(file)]
    if as_document:
        click.echo(json.dumps(reporting.document(labelled, threshold), ensure_ascii=False))
    else:
        click.echo(reporting.table(labelled, threshold))


@classifier.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be learnt and change nothing.")
@with_app
def train(file: Path, dry_run: bool) -> None:
    """Learn phrases for the shop's lexicon from the labelled texts of FILE.

    Every fourth text is kept aside; the phrases are added only when the answers to those texts do not get worse.
    Use real letters to the shop: sentences made by a template teach what no customer writes.
    """
    from helpdesk.classification import queries
    from helpdesk.classification.commands import editing
    from kit import clock

    samples = [(sample.text, sample.category) for sample in _read(file)]
    lesson = learning.lesson(samples, queries.entries_in_force())
    click.echo(reporting.lesson_table(lesson))
    if dry_run or not lesson.is_worth_it:
        click.echo("Nothing was changed.")
        return
    added = editing.add_learnt([learnt.entry for learnt in lesson.phrases], now=clock.now())
    click.echo(f"Added {added} phrases. See and edit them at /desk/settings/lexicon?own=1")


def _read(file: Path) -> list[Sample]:
    try:
        return read(file)
    except UnreadableSamples as error:
        raise click.ClickException(f"{file.name}: {error}") from error


def as_json(given: Classification) -> dict[str, object]:
    """The answer in the shape of INTERFACES."""
    return {
        "category": given.category.value,
        "subtype": given.subtype,
        "intent": given.intent.value,
        "language": given.language.value,
        "sentiment": given.sentiment.value,
        "urgency": given.urgency.value,
        "confidence": given.confidence,
        "reasons": [str(reason) for reason in given.reasons],
    }


def _labelled(sample: Sample, lexicon: Lexicon) -> Labelled:
    given = answer(sample.text, lexicon)
    trial = Trial(sample.category.value, given.category.value, given.second.value, given.confidence)
    return Labelled(trial, sample.language, sample.source)

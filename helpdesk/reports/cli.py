"""`helpdesk report list` and `helpdesk report NAME`: the figures of a period, for people, spreadsheets and programs."""

from typing import TYPE_CHECKING, Any

import click

from helpdesk.opening import open_app

if TYPE_CHECKING:
    from helpdesk.reports.registry import Report

FORMATS = ("json", "csv", "xlsx")


@click.command(context_settings={"ignore_unknown_options": False})
@click.argument("name", metavar="NAME|list")
@click.option("--from", "first", metavar="DAY", help="First day, like 2026-05-01 (default: 14 days ago).")
@click.option("--to", "last", metavar="DAY", help="Last day (default: today).")
@click.option("--group-by", metavar="GROUP", help="day, weekday, hour, category, channel, priority or agent.")
@click.option("--category", help="Only tickets of this category.")
@click.option("--channel", help="Only tickets from this channel.")
@click.option("--priority", help="Only tickets of this priority.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json; with `list` a JSON list.")
def report(name: str, form: str, as_json: bool, **asked: str | None) -> None:
    """Print the report NAME, or `list` what there is. Exit 1 when the question is refused, 2 when there is no such report."""
    with open_app().app_context():
        from helpdesk.reports.registry import REPORTS

        if name == "list":
            _list(list(REPORTS), as_json)
            return
        if name not in REPORTS:
            raise click.UsageError(f"There is no report {name!r}. There are: {', '.join(REPORTS.keys())}.")
        click.echo(_written(REPORTS.get(name), "json" if as_json else form, asked), nl=False)


def _list(reports: "list[Report]", as_json: bool) -> None:
    import json

    if as_json:
        listed = [{"name": each.key, "label": str(each.label), "group_by": list(each.groupings)} for each in reports]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for each in reports:
        click.echo(f"{each.key:<14} {each.label}: {each.about}")


def _written(report: "Report", form: str, asked: dict[str, Any]) -> bytes:
    from helpdesk.reports import asking, formats
    from helpdesk.reports.vocabulary import Format
    from kit import clock
    from kit.errors import RuleViolation

    stated = {"from": asked["first"], "to": asked["last"], **{key: value for key, value in asked.items() if value}}
    try:
        question = asking.question(report, {key: value for key, value in stated.items() if value}, clock.now())
    except RuleViolation as refused:
        raise click.ClickException(refused.message) from refused
    return formats.written(report, question, report.table(question), Format(form))

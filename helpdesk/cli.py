"""One entry point, `helpdesk`. Every command is imported only when it is called, so that the pure ones start at once."""

import sys
from importlib import import_module

import click

COMMANDS = {
    "sla": "helpdesk.sla.cli:sla",
    "returns": "helpdesk.returns.cli:returns",
    "classify": "helpdesk.classification.cli:classify",
    "classifier": "helpdesk.classification.cli:classifier",
    "import": "helpdesk.imports.cli:import_",
    "report": "helpdesk.reports.cli:report",
    "run": "helpdesk.operations.processes:run",
    "serve": "helpdesk.operations.processes:serve",
    "worker": "helpdesk.operations.processes:worker",
    "clock": "helpdesk.operations.processes:clock",
    "db": "helpdesk.operations.database:db",
    "backup": "helpdesk.operations.backup:backup",
    "restore": "helpdesk.operations.backup:restore",
    "erase-person": "helpdesk.operations.privacy:erase_person",
    "export-person": "helpdesk.operations.privacy:export_person",
    "seed": "helpdesk.operations.shop:seed",
    "setup": "helpdesk.operations.setup:setup",
    "user": "helpdesk.operations.people:user",
    "token": "helpdesk.operations.people:token",
    "doctor": "helpdesk.operations.doctor:doctor",
}


class Lazy(click.Group):
    """Looks a command up by name and only then imports the module that holds it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        found: click.Command = getattr(import_module(module), attribute)
        return found


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="helpdesk")
def main() -> None:
    """The customer-service and after-sales desk: run it, fill it, ask it."""


if __name__ == "__main__":
    sys.exit(main())

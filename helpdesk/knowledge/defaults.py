"""The articles every shop starts with."""

from datetime import datetime

from helpdesk.knowledge.commands import writing
from kit.defaults import installs_defaults


@installs_defaults
def install(now: datetime) -> None:
    """Publish the shipped articles where they are missing."""
    writing.install_shipped(now)

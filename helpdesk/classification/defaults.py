"""The phrases every shop starts with."""

from datetime import datetime

from helpdesk.classification.commands import editing
from kit.defaults import installs_defaults


@installs_defaults
def install(now: datetime) -> None:
    """Install the shipped lexicon, or bring it up to this release."""
    editing.install_shipped(now)

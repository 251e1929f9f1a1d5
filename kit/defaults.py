"""What every shop starts with: features register installers of their default rows here; each is safe to repeat."""

from collections.abc import Callable
from datetime import datetime

from kit.db import command

Installer = Callable[[datetime], None]
_installers: dict[str, Installer] = {}


def installs_defaults(installer: Installer) -> Installer:
    """Register a function that writes a feature's default rows where they are missing. It gets the present instant."""
    _installers[f"{installer.__module__}.{installer.__qualname__}"] = installer
    return installer


@command
def install_all(now: datetime) -> None:
    """Run every installer, in the order in which the features were registered."""
    for installer in _installers.values():
        installer(now)

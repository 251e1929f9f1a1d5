"""What workers do for bags."""

from kit import clock
from kit.queue import BULK
from kit.schedule import daily
from storefront.cart import commands


@daily("03:40", queue=BULK)
def tidy() -> None:
    """Throw away expired quotes and forgotten bags."""
    commands.tidy(now=clock.now())

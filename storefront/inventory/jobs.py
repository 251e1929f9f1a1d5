"""What workers do for the stock."""

from kit import clock
from kit.schedule import every
from storefront.inventory.commands import watching


@every(60)
def watch_thresholds() -> None:
    """Tell of articles that run low."""
    watching.note_recovered()
    for level_id in watching.low_and_untold():
        watching.note_low(level_id, now=clock.now())

"""What workers do for the catalogue."""

from kit import clock
from kit.schedule import every
from storefront.catalogue.commands import publishing


@every(30)
def shelve_planned() -> None:
    """Put approved products on the shelf whose time has come."""
    now = clock.now()
    for product_id in publishing.due(now):
        publishing.shelve(product_id, now=now)

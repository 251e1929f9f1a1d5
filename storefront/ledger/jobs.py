"""What workers do for the books."""

import logging

from kit.queue import BULK
from kit.schedule import daily
from storefront.ledger import queries

_log = logging.getLogger(__name__)


@daily("04:20", queue=BULK)
def check_balance() -> None:
    """Every booking must balance; one that does not is an alarm in the log."""
    wrong = queries.unbalanced()
    if wrong:
        _log.error("journal_unbalanced", extra={"journals": wrong})

"""What runs again and again for proposals."""

from helpdesk.proposals import commands, queries
from kit import clock
from kit.schedule import every


@every(30)
def sweep() -> None:
    """Remind once, then let lapse."""
    now = clock.now()
    for proposal_id in queries.to_remind_ids(now):
        commands.remind(proposal_id, now=now)
    for proposal_id in queries.lapsed_ids(now):
        commands.lapse(proposal_id, now=now)

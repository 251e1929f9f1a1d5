"""The words of an offer as a reader sees them; what somebody agrees to is exactly this text."""

from helpdesk.proposals.models import Proposal
from helpdesk.proposals.registry import EXECUTORS
from kit.web.filters import localdate, localtime
from kit.web.words import gettext as _


def sentences(proposal: Proposal) -> list[str]:
    """What the customer gets, one sentence per item, in the reader's language."""
    return [EXECUTORS.get(item.resolution).sentence(item) for item in proposal.items]


def heading(proposal: Proposal) -> str:
    """What the offer is in a few words: the name of its first item."""
    return _(EXECUTORS.get(proposal.items[0].resolution).label) if proposal.items else ""


def shown(proposal: Proposal) -> str:
    """The whole offer as plain text: words, items, deadline. Its fingerprint travels with the form."""
    until = _("Answer by %(date)s, %(time)s.", date=localdate(proposal.expires_at), time=localtime(proposal.expires_at))
    return "\n".join([proposal.text, "", *(f"– {sentence}" for sentence in sentences(proposal)), "", until])

"""An explanation: nothing is sent or paid; the customer agrees that the matter is settled by what was said."""

from datetime import datetime

from helpdesk.proposals.models import ProposalItem
from helpdesk.proposals.registry import EXECUTORS, ItemDraft, QuotedItem
from kit.accounts.models import User
from kit.web.words import gettext as _


class Explanation:
    key, label, mark = "explanation", "Explanation", "message-circle"
    needs_lines = needs_amount = False

    def quote(self, draft: ItemDraft, *, requester_id: int, actor: User | None) -> QuotedItem:
        return QuotedItem()

    def sentence(self, item: ProposalItem) -> str:
        return _("We have explained what happened, and with your yes the matter is settled.")

    def still_possible(self, item: ProposalItem, *, now: datetime) -> bool:
        return True

    def carry_out(self, item: ProposalItem, proposal_id: int, *, requester_id: int, now: datetime) -> bool:
        return True


EXECUTORS.add(Explanation.key, Explanation())

"""Store credit for the trouble: a goodwill amount (R10), paid into the customer's account when they agree."""

from datetime import datetime

from helpdesk import shop
from helpdesk.proposals.models import ProposalItem
from helpdesk.proposals.registry import EXECUTORS, ItemDraft, QuotedItem
from kit import profile
from kit.accounts.models import User
from kit.errors import RuleViolation
from kit.web.filters import money
from kit.web.words import gettext as _

LIMIT_OF_AGENTS_MINOR = 20_000
LIMIT_OF_LEADS_MINOR = 200_000


class StoreCredit:
    key, label, mark = "store_credit", "Store credit", "gift"
    needs_lines, needs_amount = False, True

    def quote(self, draft: ItemDraft, *, requester_id: int, actor: User | None) -> QuotedItem:
        amount = draft.amount_minor or 0
        if amount <= 0:
            raise RuleViolation("no_amount", "Enter the amount of store credit.", field="amount")
        if amount > (LIMIT_OF_LEADS_MINOR if actor is not None and actor.is_lead else LIMIT_OF_AGENTS_MINOR):
            raise RuleViolation("over_limit", "This amount needs a lead. Offer less or ask one.", field="amount")
        return QuotedItem(amount_minor=amount, currency=profile.current().currency)

    def sentence(self, item: ProposalItem) -> str:
        return _("%(amount)s store credit for the trouble", amount=money(item.amount_minor, item.currency))

    def still_possible(self, item: ProposalItem, *, now: datetime) -> bool:
        return True

    def carry_out(self, item: ProposalItem, proposal_id: int, *, requester_id: int, now: datetime) -> bool:
        shop.issue_store_credit(
            requester_id, item.amount_minor, item.currency, reference=f"proposal-{proposal_id}-{item.position}", now=now
        )
        return True


EXECUTORS.add(StoreCredit.key, StoreCredit())

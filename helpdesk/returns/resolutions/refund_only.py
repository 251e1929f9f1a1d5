"""Refund only 仅退款: nothing comes back. Unshipped goods are cancelled; delivered ones stay with the customer."""

from datetime import datetime

from helpdesk.returns.commands import settling
from helpdesk.returns.models import Case
from helpdesk.returns.registry import RESOLUTIONS
from helpdesk.returns.rules.transitions import Effect
from helpdesk.returns.vocabulary import CaseType
from kit.accounts.models import User


class RefundOnly:
    key = CaseType.REFUND_ONLY
    label = "Refund only"
    promise = "Keep the item. We look at your request first and confirm the amount."
    mark = "refund"
    is_offered = True

    def act(self, effect: Effect, case: Case, *, actor: User | None, now: datetime) -> None:
        if effect is Effect.CREATE_REFUND:
            settling.accept_without_goods(case, actor=actor, now=now)


RESOLUTIONS.add(RefundOnly.key, RefundOnly())

"""Return and refund 退货退款: the goods come back, are inspected, and accepted units are paid line by line."""

from datetime import datetime

from helpdesk.returns.commands import settling
from helpdesk.returns.models import Case
from helpdesk.returns.registry import RESOLUTIONS
from helpdesk.returns.rules.transitions import Effect
from helpdesk.returns.vocabulary import CaseType
from kit.accounts.models import User


class ReturnRefund:
    key = CaseType.RETURN_REFUND
    label = "Return and refund"
    promise = "Send it back; the money leaves 1–3 working days after we have checked it."
    mark = "return"
    is_offered = True

    def act(self, effect: Effect, case: Case, *, actor: User | None, now: datetime) -> None:
        if effect is Effect.CREATE_REFUND:
            settling.accept_ready_units(case, actor=actor, now=now)


RESOLUTIONS.add(ReturnRefund.key, ReturnRefund())

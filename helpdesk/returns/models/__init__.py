"""Tables of after-sales cases: the case and its lines, where the goods are, clocks, evidence, policy."""

from helpdesk.returns.models.case import Case, CaseEvent, CaseLine, Fee
from helpdesk.returns.models.clocks import CalendarExtension, Deadline
from helpdesk.returns.models.evidence import Evidence
from helpdesk.returns.models.goods import Inspection, Receipt, ReturnParcel, UnexpectedItem
from helpdesk.returns.models.policy import PolicyDecision, PolicySnapshot
from helpdesk.returns.models.requests import RequestDraft

__all__ = [
    "CalendarExtension",
    "Case",
    "CaseEvent",
    "CaseLine",
    "Deadline",
    "Evidence",
    "Fee",
    "Inspection",
    "PolicyDecision",
    "PolicySnapshot",
    "Receipt",
    "RequestDraft",
    "ReturnParcel",
    "UnexpectedItem",
]

"""The names of tickets' words in the reader's language."""

from kit.web.words import gettext as _


def status_name(key: str) -> str:
    names = {
        "new": _("New"), "open": _("Open"), "pending": _("Waiting for customer"), "on_hold": _("On hold"),
        "solved": _("Solved"), "closed": _("Closed"), "any": _("Any"),
    }  # fmt: skip
    return names.get(key, key)


def hold_name(key: str | None) -> str:
    names = {
        "carrier": _("Waiting for carrier"), "supplier": _("Waiting for supplier"), "warehouse": _("Waiting for warehouse"),
        "team": _("Waiting for a team"),
    }  # fmt: skip
    return names.get(key or "", _("On hold"))


def priority_name(key: str) -> str:
    return {"urgent": _("Urgent"), "high": _("High"), "normal": _("Normal"), "low": _("Low")}.get(key, key)


def reason_name(key: str) -> str:
    names = {
        "resolved": _("Resolved without a reply"), "spam": _("Spam"), "duplicate": _("Duplicate"), "merged": _("Merged"),
        "test": _("Test"), "customer_withdrew": _("The customer withdrew"),
    }  # fmt: skip
    return names.get(key, key)


def opening_name(key: str) -> str:
    names = {
        "call_answered": _("Call answered and written down"), "voicemail": _("Voicemail written down"),
        "agent_public": _("Opened with a message to the customer"), "agent_internal": _("Opened with an internal note"),
        "customer": _("Filed for the customer"),
    }  # fmt: skip
    return names.get(key, "")


def metric_name(key: str | None) -> str:
    names = {
        "first_reply": _("First reply"), "next_reply": _("Next reply"), "resolution": _("Resolution"), "redeliver": _("Send again"),
    }  # fmt: skip
    return names.get(key or "", "")


def category_name(key: str, subtype: str | None = None) -> str:
    names = {
        "quality": _("Product quality"), "logistics": _("Logistics"), "service": _("Service"), "order": _("Order"),
        "account": _("Account"), "other": _("Other"),
    }  # fmt: skip
    name = names.get(key, key)
    return _("%(category)s › %(subtype)s", category=name, subtype=subtype_name(subtype)) if subtype else name


def subtype_name(key: str) -> str:
    names = {
        "defect": _("Defect"), "not_as_described": _("Not as described"), "counterfeit": _("Counterfeit"), "expired": _("Expired"),
        "performance": _("Performance"), "late": _("Late"), "lost": _("Lost"), "signed_not_received": _("Signed but not received"),
        "wrong_item": _("Wrong item"), "missing_item": _("Missing item"), "transit_damage": _("Damaged in transit"),
        "courier": _("Courier"), "address_change": _("Change of address"), "shipping_fee": _("Shipping fee"),
        "attitude": _("Attitude"),
        "no_answer": _("No answer"), "after_sales": _("After-sales"), "warranty": _("Warranty"), "cancel": _("Cancellation"),
        "change": _("Change"), "refund": _("Refund"), "return_exchange": _("Return or exchange"), "payment": _("Payment"),
        "price": _("Price"), "invoice": _("Invoice"), "coupon": _("Coupon"), "login": _("Sign-in"), "data": _("Personal data"),
        "membership": _("Membership"), "presale": _("Before buying"), "suggestion": _("Suggestion"), "chat": _("Chat"),
    }  # fmt: skip
    return names.get(key, key)

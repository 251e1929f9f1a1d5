"""The words of the books."""

from enum import StrEnum


class Account(StrEnum):
    """Accounts of the journal. Money owed to us and lying with others is an asset, what customers may still spend a liability."""

    CUSTOMERS = "customers"  # what customers owe us for orders, or we them
    CLEARING = "clearing"  # money that providers, the bank and carriers hold for us
    STORE_CREDIT = "store_credit"
    POINTS = "points"
    SALES = "sales"
    RETURNS = "returns"
    FREIGHT = "freight"
    TAX = "tax"
    GOODWILL = "goodwill"
    REFUNDS = "refunds_payable"


class JournalKind(StrEnum):
    SALE = "sale"
    PAYMENT = "payment"
    REFUND = "refund"
    REFUND_UNDONE = "refund_undone"
    REFUND_AGAIN = "refund_again"
    PAYOUT = "payout"


class DocumentKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"

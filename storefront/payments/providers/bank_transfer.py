"""Bank transfer: the customer sends the money with the order's number, and somebody matches it with the bank statement."""

from datetime import timedelta

from storefront.payments.provider import GATEWAYS, ByHand


class BankTransfer(ByHand):
    key = "bank_transfer"
    label = {"en": "Bank transfer", "zh": "银行转账"}
    pay_within = timedelta(days=3)


GATEWAYS.add(BankTransfer.key, BankTransfer())

"""Payments for the shop's own people: the bank statement and refunds, prepaid cards, ways of payment."""

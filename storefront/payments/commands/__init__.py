"""Changing money: checking out, capturing, closing, refunding, settling, notices."""

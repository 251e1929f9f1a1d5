"""Prepaid cards: issued with a code that is shown once, redeemed once, as store credit."""

import secrets
from datetime import datetime

from sqlalchemy import or_, update

from kit.db import claimed, command, db
from kit.encryption import blind_index
from kit.errors import RuleViolation
from storefront.members.commands import accounts
from storefront.members.vocabulary import AccountKind, EntryKind
from storefront.payments import queries
from storefront.payments.models import PrepaidCard

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 16
MOST_AT_ONCE = 500


@command
def issue(
    count: int, amount_minor: int, currency: str, *, expires_at: datetime | None, actor_id: int | None, now: datetime
) -> list[str]:
    """Issue cards of `amount_minor` each. Their codes are known only now. Raises RuleViolation: bad_amount, bad_quantity."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise RuleViolation("bad_quantity", "Issue between 1 and 500 cards at once.", field="count")
    if not 1 <= amount_minor <= 10_000_000:
        raise RuleViolation("bad_amount", "Enter an amount above zero.", field="amount")
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(count)]
    db.session.add_all(
        PrepaidCard(
            code_hash=code_hash(code), ending=code[-4:], amount_minor=amount_minor, currency=currency, issued_at=now,
            issued_by=actor_id, expires_at=expires_at,
        )
        for code in codes
    )  # fmt: skip
    return ["-".join(code[place : place + 4] for place in range(0, _LENGTH, 4)) for code in codes]


@command
def redeem(code: str, user_id: int, *, now: datetime) -> PrepaidCard:
    """Turn a card into store credit of this person, all of it and once.

    Raises RuleViolation: card_unknown, card_used, card_gone."""
    card = queries.card_by_hash(code_hash(code))
    if card is None:
        raise RuleViolation("card_unknown", "We do not know this card. Check the code.", field="code")
    is_live = PrepaidCard.is_blocked.is_(False), or_(PrepaidCard.expires_at.is_(None), PrepaidCard.expires_at > now)
    mine = update(PrepaidCard).where(PrepaidCard.id == card.id, PrepaidCard.redeemed_at.is_(None), *is_live)
    if not claimed(mine.values(redeemed_by=user_id, redeemed_at=now)):
        if card.redeemed_at is not None:
            raise RuleViolation("card_used", "This card was already redeemed.", field="code")
        raise RuleViolation("card_gone", "This card is no longer valid.", field="code")
    accounts.book(
        user_id, AccountKind.STORE_CREDIT, EntryKind.ISSUED, card.amount_minor, currency=card.currency,
        source=("prepaid_card", str(card.id)), now=now,
    )  # fmt: skip
    return card


@command
def block(card_id: int, is_blocked: bool) -> bool:
    """Block a card that was not redeemed, or let it be redeemed again. False when it was redeemed."""
    return claimed(
        update(PrepaidCard).where(PrepaidCard.id == card_id, PrepaidCard.redeemed_at.is_(None)).values(is_blocked=is_blocked)
    )


def code_hash(code: str) -> str:
    """How a code is looked up: capitals without spaces and hyphens, as a blind index."""
    return blind_index("prepaid card:" + "".join(sign for sign in code.upper() if sign.isalnum()))

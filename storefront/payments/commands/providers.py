"""Which ways of payment customers may choose."""

from dataclasses import dataclass

from kit.db import command, db
from kit.errors import NotFound, RuleViolation
from storefront.payments.models import ProviderSetting
from storefront.payments.provider import GATEWAYS
from storefront.payments.vocabulary import Settles


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How the shop works with a gateway: `words` is what the customer is told in both languages, for a transfer the account."""

    is_active: bool
    limit_minor: int | None
    words: dict[str, str]


@command
def set_terms(key: str, terms: Terms) -> None:
    """Raises NotFound, RuleViolation("words_needed") for a transfer without an account."""
    if key not in GATEWAYS:
        raise NotFound("provider", key)
    is_transfer = GATEWAYS.get(key).settles is Settles.TRANSFER
    if terms.is_active and is_transfer and not all(terms.words.get(lang, "").strip() for lang in ("en", "zh")):
        raise RuleViolation("words_needed", "Say to which account customers send the money, in both languages.", field="words")
    found = db.session.get(ProviderSetting, key) or ProviderSetting(key=key)
    found.is_active, found.limit_minor, found.words = terms.is_active, terms.limit_minor, terms.words
    db.session.add(found)

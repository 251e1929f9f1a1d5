"""The default policy packs: China, European Union, elsewhere. Legal details are settings of a shop, not law as stated.

A pack is plain data; the one that applied when an order was placed is kept with its lines as JSON.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from helpdesk.returns.vocabulary import Jurisdiction

EXEMPT_WORDS: Mapping[str, str] = {
    "custom": "custom_made",
    "made_to_order": "custom_made",
    "personalised": "custom_made",
    "personalized": "custom_made",
    "fresh": "perishable",
    "fresh_perishable": "perishable",
    "downloaded": "digital",
    "digital_content": "digital",
    "unsealed_av": "digital",
    "unsealed_software": "digital",
    "unsealed_media": "digital",
    "newspaper": "periodical",
    "newspapers": "periodical",
    "periodicals": "periodical",
    "unsealed_hygiene": "hygiene",
    "sealed_hygiene": "hygiene",
    "unsealed": "hygiene",
    "unsealing": "hygiene",
    "unsealing_affects_health": "hygiene",
    "health": "hygiene",
    "activation": "activated",
    "activates": "activated",
    "trial": "activated",
    "value_drops": "activated",
    "value_drops_on_activation": "activated",
    "flawed_as_declared": "flawed",
    "expiring": "near_expiry",
    "declared_flaw": "flawed",
}

CONSENTS_TO_ALL = frozenset({"consent_at", "no_return"})


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Windows in calendar days of the shop's zone, goods excluded from free-choice returns, limits in minor units.

    `anchor`: `parcel` (each parcel by itself) or `order` (its last parcel). `fallback_days` are added to the payment
    where goods count as delivered without a scan. `exempt` goods need no consent, `exempt_with_consent` only count
    when the buyer confirmed the exclusion at purchase (those of `needs_acknowledgement` by a second, separate act, kept
    as `<word>_acknowledged`). `fault_days` is how long exchange and re-shipment stay open
    when the shop or the carrier is at fault, `refund_days_at_fault` the same for a refund; the warranty extends both
    where `warranty_refunds`, else only the first.
    """

    version: str
    jurisdiction: Jurisdiction
    free_choice_days: int
    anchor: str = "parcel"
    fallback_days: int | None = None
    exempt: tuple[str, ...] = ()
    exempt_with_consent: tuple[str, ...] = ()
    needs_acknowledgement: tuple[str, ...] = ()
    fault_days: int = 30
    refund_days_at_fault: int = 30
    warranty_refunds: bool = True
    burden_of_proof_days: int | None = None
    price_drop_days: int = 30
    bonus_days: Mapping[str, int] = field(default_factory=lambda: {"silver": 3, "gold": 7, "platinum": 15})
    auto_return_below_minor: int = 100_000
    keep_item_below_minor: int = 20_000
    risk_review_from: int = 60
    most_attempts: int = 5

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The pack as it was stored; fields that came later take their defaults."""
        known = {name: value for name, value in data.items() if name in cls.__dataclass_fields__}
        for name in ("exempt", "exempt_with_consent", "needs_acknowledgement"):
            known[name] = tuple(known.get(name, ()))
        return cls(**{**known, "jurisdiction": Jurisdiction(known["jurisdiction"])})


PACKS: Mapping[Jurisdiction, Pack] = {
    Jurisdiction.CN: Pack(
        version="cn-1",
        jurisdiction=Jurisdiction.CN,
        free_choice_days=7,
        exempt=("custom_made", "perishable", "digital", "periodical"),
        exempt_with_consent=("hygiene", "activated", "near_expiry", "flawed"),
        fault_days=180,
        refund_days_at_fault=7,
        warranty_refunds=False,
        burden_of_proof_days=180,
    ),
    Jurisdiction.EU: Pack(
        version="eu-1",
        jurisdiction=Jurisdiction.EU,
        free_choice_days=14,
        anchor="order",
        exempt=("custom_made", "perishable", "hygiene", "periodical"),
        exempt_with_consent=("digital",),
        needs_acknowledgement=("digital",),
        fault_days=730,
        refund_days_at_fault=730,
    ),
    Jurisdiction.DEFAULT: Pack(
        version="default-1",
        jurisdiction=Jurisdiction.DEFAULT,
        free_choice_days=30,
        fallback_days=5,
        exempt=("final_sale",),
    ),
}


def exempt_word(flag: str) -> str:
    """The pack's word for a product flag, whatever an outside catalogue calls it."""
    word = flag.strip().lower().replace("-", "_").replace(" ", "_")
    return EXEMPT_WORDS.get(word, word)

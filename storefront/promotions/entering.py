"""Between the form of a promotion and its terms. Only for edges."""

import re
from typing import Any

from kit import profile
from kit.errors import RuleViolation
from storefront.catalogue.queries import managing as catalogue
from storefront.manage.fields import typed_amount
from storefront.members import queries as members
from storefront.promotions.forms import Instant, PromotionForm
from storefront.promotions.models import Promotion
from storefront.promotions.queries import managing
from storefront.promotions.vocabulary import Benefit, Funding, PromotionKind, RestoreOn, ReturnMode

_MOST_PIECES = 99


def form_of(promotion: Promotion | None, *, sent: bool) -> PromotionForm:
    """The form: what was sent, else what is stored, else the usual."""
    known = _stored(promotion) if promotion else {"priority": "100", "is_stackable": True, "campaign": 0}
    form = PromotionForm() if sent else PromotionForm(formdata=None, data=known)
    form.shelves.choices = [(shelf.path, shelf.name) for shelf in catalogue.shelves()]
    form.levels.choices = [(level.key, level.name) for level in members.levels()]
    form.campaign.choices = [(0, {"en": "–", "zh": "–"}), *((one.id, one.name) for one in managing.campaigns())]
    return form


def terms_of(form: PromotionForm) -> dict[str, Any]:
    """The columns that a valid form stands for. Raises RuleViolation("unknown_article")."""
    return {
        "name": {"en": form.name_en.data.strip(), "zh": form.name_zh.data.strip()},
        "kind": PromotionKind(form.kind.data), "benefit": Benefit(form.benefit.data), "value": form.amount(form.value.data or ""),
        "currency": profile.current().currency, "threshold_minor": form.threshold.minor,
        "tiers": form.steps(form.tiers.data or ""), "units_limit": form.units_limit.number,
        "sku_ids": _articles(form.articles.data or ""), "category_paths": list(form.shelves.data or []),
        "level_keys": list(form.levels.data or []), "campaign_id": form.campaign.data or None, "starts_at": form.starts_at.at,
        "ends_at": form.ends_at.at, "priority": form.priority.number, "funding": Funding(form.funding.data),
        "return_mode": ReturnMode(form.return_mode.data), "restore_on": RestoreOn(form.restore_on.data),
        "is_stackable": form.is_stackable.data, "needs_coupon": form.needs_coupon.data,
    }  # fmt: skip


def basket_of(text: str) -> dict[str, int]:
    """Pieces by article number from lines such as KT-09-1 2. Raises RuleViolation: bad_line, unknown_article."""
    wanted = {}
    for line in filter(str.strip, text.splitlines()):
        match = re.fullmatch(r"\s*(\S+)(?:\s+(?:[x×]\s*)?([0-9]{1,2}))?\s*", line)
        if match is None or not 1 <= int(match[2] or 1) <= _MOST_PIECES:
            raise RuleViolation("bad_line", "Write one article a line: its number and how many pieces.", field="basket")
        wanted[match[1]] = int(match[2] or 1)
    if set(wanted) - set(managing.sku_ids(list(wanted))):
        raise RuleViolation("unknown_article", "There is no article with this number.", field="basket")
    return wanted


def _articles(text: str) -> list[int]:
    numbers = [one for one in re.split(r"[\s,;，；、]+", text) if one]
    found = managing.sku_ids(numbers)
    if set(numbers) - set(found):
        raise RuleViolation("unknown_article", "There is no article with this number.", field="articles")
    return sorted(found.values())


def _stored(promotion: Promotion) -> dict[str, Any]:
    currency, columns = promotion.currency, ("kind", "benefit", "funding", "return_mode", "restore_on")
    return {
        "name_en": promotion.name.get("en", ""), "name_zh": promotion.name.get("zh", ""),
        **{name: getattr(promotion, name).value for name in columns},
        "value": _typed(promotion.benefit, promotion.value, currency),
        "threshold": typed_amount(promotion.threshold_minor, currency),
        "tiers": "\n".join(
            f"{typed_amount(least, currency)} = {_typed(promotion.benefit, value, currency)}" for least, value in promotion.tiers
        ),
        "units_limit": str(promotion.units_limit or ""), "articles": " ".join(managing.sku_numbers(promotion.sku_ids)),
        "shelves": promotion.category_paths, "levels": promotion.level_keys, "campaign": promotion.campaign_id or 0,
        "starts_at": Instant.shown(promotion.starts_at), "ends_at": Instant.shown(promotion.ends_at),
        "priority": str(promotion.priority), "is_stackable": promotion.is_stackable, "needs_coupon": promotion.needs_coupon,
    }  # fmt: skip


def _typed(benefit: Benefit, value: int, currency: str) -> str:
    if benefit is Benefit.FREE:
        return ""
    return f"{value / 100:g}" if benefit is Benefit.PERCENT_OFF else typed_amount(value, currency)

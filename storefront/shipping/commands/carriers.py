"""How the shop works with its carriers."""

import secrets

from kit.db import command, db
from kit.errors import NotFound
from storefront.shipping.carrier import CARRIERS
from storefront.shipping.models import CarrierSetting


@command
def set_active(key: str, is_active: bool) -> None:
    """Offer a carrier to the warehouse, or no longer. Parcels already with it are followed to their end. Raises NotFound."""
    _setting(key).is_active = is_active


@command
def renew_secret(key: str) -> str:
    """A new secret under which the carrier signs its scans; the old one counts no longer. Shown once. Raises NotFound."""
    setting = _setting(key)
    setting.secret = secrets.token_urlsafe(32)
    return setting.secret


def _setting(key: str) -> CarrierSetting:
    if key not in CARRIERS:
        raise NotFound("carrier", key)
    found = db.session.get(CarrierSetting, key, with_for_update=True)
    if found is None:
        found = CarrierSetting(key=key, is_active=True)
        db.session.add(found)
    return found

"""The carriers the shop works with."""

from flask import Blueprint, current_app, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit.accounts.guards import managers_only
from kit.accounts.vocabulary import MANAGERS
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from storefront.manage import sections
from storefront.manage.sections import Section
from storefront.shipping import queries
from storefront.shipping.carrier import CARRIERS, SIGNATURE
from storefront.shipping.commands import carriers

bp = Blueprint("manage_carriers", __name__, url_prefix="/manage/carriers")
sections.offer(
    Section(
        key="carriers", endpoint="manage_carriers.index", label=_l("Carriers"), mark="truck", roles=MANAGERS, order=80,
        what=_l("Whom parcels are sent with, and how scans reach us."),
    )
)  # fmt: skip


@bp.get("")
@managers_only
def index() -> Response:
    """Every carrier there is a plug-in for, whether it is offered, and how it reaches us."""
    return _page()


@bp.post("/<key>")
@managers_only
def change(key: str) -> Response:
    """Offer a carrier, or no longer."""
    carriers.set_active(key, request.form.get("active") == "1")
    flash(_("Saved."))
    return see_other(".index")


@bp.post("/<key>/secret")
@managers_only
@once
def renew(key: str) -> Response:
    """Make a new secret; it is shown this once."""
    return _page(key, carriers.renew_secret(key))


def _page(renewed: str = "", secret: str = "") -> Response:
    return page(
        "shipping/carriers.html", carriers=list(CARRIERS), settings=queries.settings(), renewed=renewed, secret=secret,
        signature=SIGNATURE, base_url=current_app.config["BASE_URL"],
    )  # fmt: skip

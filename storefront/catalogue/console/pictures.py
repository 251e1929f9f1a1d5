"""Pictures of a product for its managers: uploaded, described in both languages, put in order."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, managers_only
from kit.errors import RuleViolation
from kit.uploads import rules as checks
from kit.web.answers import see_other
from kit.web.idempotency import once
from storefront.catalogue.commands import picturing
from storefront.catalogue.forms.products import AltForm

bp = Blueprint("manage_pictures", __name__, url_prefix="/manage/products/<int:product_id>/pictures")


@bp.post("")
@managers_only
@once
def add(product_id: int) -> Response:
    """Upload one picture or several; a file that is no picture is named and stops no other."""
    for file in request.files.getlist("photos"):
        if not file.filename:
            continue
        try:
            photo = checks.check_photo(file.filename, file.read(checks.PHOTO_BYTES + 1))
            picturing.add(product_id, photo, AltForm().alt, actor=actor(), now=clock.now())
        except RuleViolation as refused:
            flash(f"{checks.safe_name(file.filename)}: {_(refused.message)}", "error")
    return see_other("manage_products.show", product_id=product_id, _anchor="pictures")


@bp.post("/<key>")
@managers_only
def change(product_id: int, key: str) -> Response:
    """Describe the picture, put it first, earlier or later, or take it away: what the pressed button says."""
    act, who, now = request.form.get("act", "describe"), actor(), clock.now()
    place = request.form.get("place", 0, type=int)
    form = AltForm()
    if act == "move":
        picturing.move(product_id, key, place, actor=who, now=now)
    elif act == "take_away":
        picturing.take_away(product_id, key, actor=who, now=now)
    elif form.validate_on_submit():
        picturing.describe(product_id, key, form.alt, actor=who, now=now)
    else:
        flash(_("A description has at most 200 characters."), "error")
    return see_other("manage_products.show", product_id=product_id, _anchor="pictures")

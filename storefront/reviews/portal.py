"""Writing a review of something that arrived."""

from functools import partial

from flask import Blueprint, flash
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, signed_in
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from storefront.orders.models import OrderLine
from storefront.reviews import commands, queries
from storefront.reviews.forms import ReviewForm

bp = Blueprint("reviews", __name__, url_prefix="/reviews")


@bp.get("/new/<int:order_line_id>")
@signed_in
def new(order_line_id: int) -> Response:
    """The form for one bought article."""
    line, number = queries.line_of(order_line_id, actor().id)
    return _page(line, number, ReviewForm())


@bp.post("/new/<int:order_line_id>")
@signed_in
@once
def create(order_line_id: int) -> Response:
    """Post the review."""
    line, number = queries.line_of(order_line_id, actor().id)
    form, person = ReviewForm(), actor()
    if not form.validate_on_submit():
        return _page(line, number, form, status=422)
    language = "zh" if str(get_locale() or "").startswith("zh") else "en"
    commands.post(
        line.id, int(form.stars.data), (form.body.data or "").strip(), author_id=person.id, author_name=person.name,
        language=language, now=clock.now(),
    )  # fmt: skip
    flash(_("Thank you for your review."))
    return see_other("orders.show", number=number)


@bp.post("/<int:review_id>/helpful")
@signed_in
def find_helpful(review_id: int) -> Response:
    """Say that a review helped; back to its product."""
    said = commands.find_helpful(review_id, actor().id, now=clock.now())
    flash(_("Thank you.") if said else _("You have already said so."))
    return see_other("catalogue.product", slug=queries.slug_of(review_id), _anchor="reviews")


def _page(line: OrderLine, number: str, form: ReviewForm, *, status: int = 200) -> Response:
    show = partial(page, "reviews/new.html", status=status)
    return show(line=line, number=number, form=form)

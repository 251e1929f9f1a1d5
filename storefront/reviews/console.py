"""Reviews for those who answer them: found, answered, hidden and shown again."""

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, leads_only
from kit.accounts.vocabulary import Role
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from kit.web.words import gettext
from storefront.manage import bulk, exchange, sections
from storefront.manage.sections import Section
from storefront.reviews import commands, queries
from storefront.reviews.forms import AnswerForm
from storefront.reviews.vocabulary import ReviewStatus

bp = Blueprint("manage_reviews", __name__, url_prefix="/manage/reviews")
sections.offer(
    Section(
        key="reviews", endpoint="manage_reviews.index", label=_l("Reviews"),
        what=_l("Answered in public, hidden where they must be."),
        mark="star", roles=(Role.LEAD, Role.MANAGER, Role.ADMIN, Role.SUPERADMIN), order=70,
    )
)  # fmt: skip


@bp.get("")
@leads_only
def index() -> Response:
    """Reviews, the newest first, narrowed by words, stars and state."""
    return _shown(AnswerForm(formdata=None), None)


@bp.post("/<int:review_id>/answer")
@leads_only
@once
def answer(review_id: int) -> Response:
    """Write or replace the public answer; an empty one removes it."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _shown(form, review_id, status=422)
    commands.answer(review_id, (form.text.data or "").strip(), actor_id=actor().id, now=clock.now())
    flash(_("The answer stands below the review."))
    return see_other(".index")


@bp.post("/bulk")
@leads_only
@once
def act() -> Response:
    """Hide the ticked reviews or show them again; the ratings follow."""
    hides = request.form.get("what") == "hide"

    def change(review_id: int) -> str:
        if hides:
            commands.hide(review_id)
            return gettext("Hidden.")
        return gettext("Shown again.") if commands.publish_again(review_id) else gettext("It was so already.")

    results = bulk.each(exchange.chosen_ids(), str, change)
    return page("manage/results.html", results=results, title=_("Reviews"), back=url_for(".index"), key="reviews", only_check=False)


def _shown(form: AnswerForm, answered: int | None, *, status: int = 200) -> Response:
    state, stars, words = (
        request.args.get("state", ""),
        request.args.get("stars", type=int),
        request.args.get("q", "").strip()[:100],
    )
    chosen = ReviewStatus(state) if state in set(ReviewStatus) else None
    listed = queries.managed(chosen, stars, words, request.args.get("page"))
    query = {"q": words or None, "state": chosen.value if chosen else None, "stars": stars}
    return page("reviews/manage.html", status=status, page=listed, query=query, form=form, answered=answered)

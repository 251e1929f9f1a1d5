"""What the warehouse and the manager enter about stock."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from storefront.inventory.queries import StockFilters
from storefront.inventory.vocabulary import MOST_AT_ONCE, Booking, StockState
from storefront.manage.fields import WholeNumber


class BookForm(FlaskForm):  # type: ignore[misc]
    """What is booked, of how many pieces, and why."""

    class Meta:
        csrf = False  # checked for every request by the guard

    what = SelectField(_l("What happened"), [InputRequired(_l("Choose what happened."))], choices=[one.value for one in Booking])
    quantity = WholeNumber(_l("Pieces"), most=MOST_AT_ONCE)
    note = StringField(_l("Note"), [Length(max=300)])


class ThresholdForm(FlaskForm):  # type: ignore[misc]
    """From how many available pieces on the manager is told."""

    class Meta:
        csrf = False

    threshold = WholeNumber(_l("Tell me from this many pieces on"), most=MOST_AT_ONCE)


def filters_from(args: MultiDict[str, str]) -> StockFilters:
    """What the address asks for: q, state, shelf."""
    state = args.get("state", "")
    return StockFilters(
        words=args.get("q", "").strip()[:100], state=StockState(state) if state in set(StockState) else None,
        path=args.get("shelf", "")[:200],
    )  # fmt: skip


def as_query(filters: StockFilters) -> dict[str, str]:
    """The filters for an address."""
    return {"q": filters.words, "state": filters.state.value if filters.state else "", "shelf": filters.path}

"""Invoices and credit notes of an order."""

from flask import Blueprint, flash, make_response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length, Optional, Regexp

from kit import clock
from kit.accounts.guards import actor_or_none
from kit.errors import RuleViolation
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from storefront.ledger import pdf, queries
from storefront.ledger.commands import issuing
from storefront.orders import access
from storefront.orders import queries as orders
from storefront.orders.access import for_its_customer
from storefront.orders.models import Order

bp = Blueprint("invoices", __name__)
_TRIM = [lambda text: text.strip() if text else text]


class InvoiceForm(FlaskForm):  # type: ignore[misc]
    """In whose name the invoice is."""

    class Meta:
        csrf = False  # checked for every request by the guard

    title = StringField(_l("Name or company"), [Optional(), Length(max=120)], filters=_TRIM)
    tax_number = StringField(
        _l("Tax number"), [Optional(), Regexp(r"^[A-Za-z0-9-]{6,30}$", message=_l("Letters, digits and hyphens only."))],
        filters=_TRIM,
    )  # fmt: skip


@bp.get("/orders/<number>/invoice")
@for_its_customer
def show(order: Order) -> Response:
    """The documents there are, and the form for the first one."""
    return _page(order, InvoiceForm(data={"title": order.recipient or ""}))


@bp.post("/orders/<number>/invoice")
@for_its_customer
@once
def issue(order: Order) -> Response:
    """Issue the invoice; once issued it stays as it is."""
    form = InvoiceForm()
    if not form.validate_on_submit():
        return _page(order, form, status=422)
    try:
        issuing.issue(order.id, title=form.title.data or "", tax_number=form.tax_number.data or "", now=clock.now())
    except RuleViolation as refused:
        flash(_(refused.message), "error")
    return see_other(".show", number=order.number)


@bp.get("/orders/<number>/documents/<document>.pdf")
def download(number: str, document: str) -> Response:
    """A document as PDF, for the customer and for the shop's own people."""
    person = actor_or_none()
    order = orders.by_number(number) if person is not None and person.is_staff else access.visible_order(number)
    found = queries.document(order.id, document)
    response = make_response(pdf.render(found))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


def _page(order: Order, form: InvoiceForm, *, status: int = 200) -> Response:
    documents = queries.documents_of(order.id)
    return page("ledger/invoice.html", status=status, order=order, form=form, documents=documents)

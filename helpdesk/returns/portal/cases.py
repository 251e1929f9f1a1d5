"""The customer's page of a case: where it stands, what is mine to do, what I get back."""

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from helpdesk import shop
from helpdesk.proposals import queries as proposals
from helpdesk.proposals.reader import readers_only
from helpdesk.proposals.vocabulary import Status
from helpdesk.returns import progress, queries, wording
from helpdesk.returns.commands import authorizing, receiving
from helpdesk.returns.forms import SupplyForm, TrackingForm
from helpdesk.returns.models import Case
from helpdesk.returns.portal import bp
from helpdesk.returns.portal.reader import case_of_reader
from helpdesk.returns.rules import lifecycle
from helpdesk.returns.vocabulary import Event, Party
from kit import clock, profile
from kit.accounts.guards import actor, signed_in
from kit.accounts.models import User
from kit.errors import RuleViolation
from kit.uploads import commands as uploads
from kit.uploads.models import Upload
from kit.uploads.rules import check_file
from kit.uploads.serving import serve
from kit.web.answers import page, see_other
from kit.web.filters import loc
from kit.web.idempotency import once


@bp.get("", strict_slashes=False)
@signed_in
def index() -> Response:
    """All cases of the reader, the newest first."""
    return page("returns/my_cases.html", cases=queries.of_customer(actor().id), wording=wording)


@bp.get("/<number>")
@readers_only
def show(number: str) -> Response:
    """The case."""
    return _page(case_of_reader(number)[0])


@bp.post("/<number>/tracking")
@readers_only
@once
def add_tracking(number: str) -> Response:
    """The parcel is on its way."""
    case, person = case_of_reader(number)
    form = _with_carriers(TrackingForm())
    if not form.validate_on_submit():
        return _page(case, tracking=form, status=422)
    try:
        receiving.add_tracking(case.id, form.carrier.data, form.tracking.data, actor=person, now=clock.now())
    except RuleViolation as refusal:
        form.tracking.errors = [*form.tracking.errors, _(refusal.message)]
        return _page(case_of_reader(number)[0], tracking=form, status=422)
    flash(_("Thank you. We tell you as soon as the parcel has arrived."))
    return see_other(".show", number=case.number)


@bp.post("/<number>/supply")
@readers_only
@once
def supply(number: str) -> Response:
    """The answer to a question of ours, with files."""
    case, person = case_of_reader(number)
    form = SupplyForm()
    try:
        authorizing.supply(case.id, form.words.data or "", _new_files(person), actor=person, now=clock.now())
    except RuleViolation as refusal:
        form.words.errors = [*form.words.errors, _(refusal.message)]
        return _page(case_of_reader(number)[0], supply=form, status=422)
    flash(_("Thank you. We look at it and get back to you."))
    return see_other(".show", number=case.number)


@bp.post("/<number>/amend")
@readers_only
@once
def amend(number: str) -> Response:
    """Asking again after a rejection."""
    case, person = case_of_reader(number)
    authorizing.amend(case.id, SupplyForm().words.data or "", _new_files(person), actor=person, now=clock.now())
    flash(_("We look at your request once more."))
    return see_other(".show", number=case.number)


@bp.post("/<number>/cancel")
@readers_only
@once
def cancel(number: str) -> Response:
    """Taking the request back."""
    case, person = case_of_reader(number)
    authorizing.cancel(case.id, actor=person, now=clock.now())
    flash(_("The request is cancelled. You can make a new one while the time for it runs."))
    return see_other(".show", number=case.number)


@bp.get("/<number>/evidence/<int:evidence_id>")
@readers_only
def evidence(number: str, evidence_id: int) -> Response:
    """A file of the case that the customer may see."""
    return serve(queries.evidence_file(case_of_reader(number)[0], evidence_id, for_customer=True))


def _page(case: Case, *, tracking: TrackingForm | None = None, supply: SupplyForm | None = None, status: int = 200) -> Response:
    file = queries.file_of(case)
    offers = [offer for offer in proposals.of_case(case.id) if offer.status is Status.OFFERED]
    buyer = {Party.BUYER}
    return page(
        "returns/case.html",
        status=status,
        case=case,
        file=file,
        track=progress.track(file, named=False),
        refunds=shop.refunds(case.number),
        offer=offers[0] if offers else None,
        may={
            event: lifecycle.may(case.type, case.state, event, buyer) for event in (Event.ADD_TRACKING, Event.SUPPLY, Event.AMEND)
        },
        may_cancel=lifecycle.may(case.type, case.state, Event.CANCEL, buyer) and not case.has_goods,
        tracking=tracking or _with_carriers(TrackingForm(formdata=None)),
        supply=supply or SupplyForm(formdata=None),
        wording=wording,
        returns_address=profile.current().returns_address,
    )


def _with_carriers(form: TrackingForm) -> TrackingForm:
    form.carrier.choices = [SelectChoice(key, loc(name)) for key, name in shop.carriers().items()]
    return form


def _new_files(owner: User) -> list[Upload]:
    """The files of this form, kept. Raises RuleViolation for one that is refused."""
    return [
        uploads.keep(check_file(file.filename, file.read()), owner=owner, now=clock.now())
        for file in request.files.getlist("photos")
        if file.filename
    ]

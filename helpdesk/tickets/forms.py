"""Input of the ticket pages: shape only; rules decide the rest."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import EmailField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, NumberRange, Optional

from helpdesk.classification.vocabulary import Category
from helpdesk.tickets.models import ReplyDraft, Ticket
from helpdesk.tickets.vocabulary import MAX_BODY, MAX_SUBJECT, Opening, Priority
from helpdesk.tickets.wording import category_name, priority_name

_TOO_LONG = _l("The text is too long. Send it in parts or as a file.")
_WRITE = _l("Write a few words.")
_ADDRESS = _l("Enter an e-mail address such as name@example.com.")
_WHY = _l("Say in a few words why no reply is needed.")
_ORDER = _l("Enter the order number, for example LD260514-7KQ2MZ4.")

_KINDS = [SelectChoice("reply", _l("Public reply")), SelectChoice("note", _l("Internal note"))]
_OPENINGS = (
    (Opening.CALL_ANSWERED, _l("A call I answered")),
    (Opening.VOICEMAIL, _l("A voicemail")),
    (Opening.AGENT_PUBLIC, _l("A message from us to the customer")),
    (Opening.AGENT_INTERNAL, _l("An internal note")),
)


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose token is checked for the whole site, not here."""

    class Meta:
        csrf = False


class WithFiles(Form):
    """A form that can carry files; `kept` are those of an earlier try, by token."""

    files = MultipleFileField(_l("Photos or files"))

    kept: list[Any] = []


class ReplyForm(WithFiles):
    """The composer: a public reply or a note, what its writer had seen, and what happens to the status."""

    body = TextAreaField(_l("Message"), [Length(max=MAX_BODY, message=_TOO_LONG)])
    kind = RadioField(
        choices=[SelectChoice("reply", _l("Public reply")), SelectChoice("note", _l("Internal note"))], default="reply"
    )
    seen_up_to = IntegerField(validators=[Optional(), NumberRange(min=0, max=2**62)])

    @classmethod
    def showing(cls, ticket: Ticket, draft: ReplyDraft | None) -> Self:
        """The composer of a ticket as it stands, with what its reader has typed before."""
        kind = "note" if draft is not None and draft.is_note else "reply"
        return cls(formdata=None, body=draft.body if draft else "", kind=kind, seen_up_to=ticket.last_message_id)


class WaiveForm(Form):
    """Why a message needs no answer."""

    reason = StringField(_l("Why is no reply needed?"), [DataRequired(_WHY), Length(max=500)])


class NewTicketForm(WithFiles):
    """An agent writes down a request for a customer."""

    email = EmailField(_l("Customer's e-mail address"), [DataRequired(_ADDRESS), Length(max=320)])
    name = StringField(_l("Customer's name"), [Length(max=120)])
    phone = StringField(_l("Phone"), [Length(max=40)])
    order = StringField(_l("Order number"), [Length(max=40)])
    opening = RadioField(_l("What is this?"), validators=[DataRequired()], default=Opening.CALL_ANSWERED.value)
    subject = StringField(_l("Subject"), [Length(max=MAX_SUBJECT)])
    body = TextAreaField(_l("What is it about?"), [DataRequired(_WRITE), Length(max=MAX_BODY, message=_TOO_LONG)])
    priority = SelectField(_l("Priority"), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opening.choices = [SelectChoice(key.value, label) for key, label in _OPENINGS]
        self.priority.choices = [
            SelectChoice("", _l("By the text")),
            *(SelectChoice(key.value, priority_name(key)) for key in Priority),
        ]


class RequestForm(WithFiles):
    """A customer's request. `order` is a number; guests also give their address and a name."""

    subject = StringField(_l("Subject"), [Length(max=MAX_SUBJECT)])
    body = TextAreaField(_l("What happened?"), [Length(max=MAX_BODY, message=_TOO_LONG)])
    order = StringField(_l("Order number"), [Length(max=40)])
    category = SelectField(_l("What is it about?"), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [SelectChoice(key.value, category_name(key)) for key in Category]
        self.category.choices = [SelectChoice("", _l("We find out ourselves")), *names]


class GuestRequestForm(RequestForm):
    """A request of somebody who is not signed in."""

    name = StringField(_l("Your name"), [DataRequired(_l("Enter your name.")), Length(max=120)])
    email = EmailField(
        _l("E-mail address"),
        [DataRequired(_ADDRESS), Email(_ADDRESS)],
    )  # fmt: skip


class MessageForm(WithFiles):
    """A customer's further message."""

    body = TextAreaField(_l("Your message"), [Length(max=MAX_BODY, message=_TOO_LONG)])


class FindForm(Form):
    """A guest asks for the code that opens an order's conversations."""

    number = StringField(_l("Order or request number"), [DataRequired(_ORDER), Length(max=40)])
    email = EmailField(_l("E-mail address"), [DataRequired(_ADDRESS), Length(max=320)])


class CodeForm(Form):
    """The code from the mail."""

    code = StringField(_l("Code from the e-mail"), [DataRequired(_l("Enter the code from the e-mail.")), Length(max=20)])

"""Files that come with a form: kept at once, so that a refused form does not lose them."""

from helpdesk.tickets.forms import WithFiles
from helpdesk.tickets.vocabulary import MAX_UPLOADS
from kit import clock
from kit.accounts.models import User
from kit.errors import RuleViolation
from kit.uploads import commands as uploads
from kit.uploads.models import Upload
from kit.uploads.rules import check_file
from kit.web.words import gettext as _


def taken(form: WithFiles, tokens: list[str], *, owner: User | None) -> list[Upload]:
    """The owner's uploads of an earlier try, named by tokens, and the form's new files, now kept. Refused ones are told there."""
    kept = uploads.by_tokens(tokens[:MAX_UPLOADS], owner.id if owner else None)
    for file in form.files.data or ():
        if not file or not file.filename:
            continue
        try:
            kept.append(uploads.keep(check_file(file.filename, file.read()), owner=owner, now=clock.now()))
        except RuleViolation as refused:
            form.files.errors = [*form.files.errors, f"{file.filename[:80]}: {_(refused.message)}"]
    return kept

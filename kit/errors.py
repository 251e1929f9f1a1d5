"""The four ways in which a request can be refused by the domain; the edge maps each once to a page, a part or a problem."""


class DomainError(Exception):
    """Base of all refusals. `code` is stable, `message` is a sentence for the person (English msgid, translated at the edge)."""

    status = 500
    code = "error"

    def __init__(self, message: str = "", *, field: str | None = None, **particulars: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.particulars = particulars


class NotFound(DomainError):
    """The thing does not exist, or not for this actor: both look the same (404)."""

    status = 404
    code = "not_found"

    def __init__(self, kind: str, key: object = "") -> None:
        super().__init__(f"No {kind} {key}".strip())
        self.kind = kind


class NotAllowed(DomainError):
    """The actor sees the thing but may not do this to it (403)."""

    status = 403
    code = "not_allowed"

    def __init__(self, action: str, subject: object = "", message: str = "") -> None:
        super().__init__(message or "You may not do this.")
        self.action = action
        self.subject = subject


class RuleViolation(DomainError):
    """A rule of the business forbids it (422). `field` names the form field at fault, where there is one."""

    status = 422

    def __init__(self, code: str, message: str, *, field: str | None = None, **particulars: object) -> None:
        super().__init__(message, field=field, **particulars)
        self.code = code


class Conflict(DomainError):
    """Somebody else was faster, or the page was stale (409). Nothing typed is lost: the edge shows it again."""

    status = 409

    def __init__(self, code: str, message: str, **particulars: object) -> None:
        super().__init__(message, field=None, **particulars)
        self.code = code

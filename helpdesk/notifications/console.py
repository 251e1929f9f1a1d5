"""The operator's page: what waits, what failed and why, and trying again."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from helpdesk.notifications import outbox, queries
from helpdesk.notifications.vocabulary import Status
from kit import clock
from kit.accounts.guards import actor, admins_only
from kit.web.answers import answer, page, see_other
from kit.web.idempotency import once
from kit.web.paging import Cursor
from kit.web.words import gettext as _

bp = Blueprint("notifications", __name__, url_prefix="/desk/settings/notifications")


@bp.get("")
@admins_only
def index() -> Response:
    """All notifications, or those of one status, the newest first."""
    wanted = request.args.get("status", "")
    status = Status(wanted) if wanted in set(Status) else None
    context: dict[str, Any] = {
        "chosen": status,
        "page": queries.listed(status, Cursor.parse(request.args.get("at"), [int])),
        "counts": queries.counts(),
        "resting": queries.resting(clock.now()),
        "oldest": outbox.oldest_waiting(now=clock.now()),
    }
    return answer("notifications/_list.html", otherwise=partial(page, "notifications/index.html", **context), **context)


@bp.post("/<int:notification_id>/retry")
@admins_only
@once
def retry(notification_id: int) -> Response:
    """Send a failed one again."""
    row = outbox.retry(notification_id, actor=actor(), now=clock.now())
    flash(_("Notification %(id)s is queued again.", id=row.id))
    return see_other(".index", status=request.form.get("status") or None)

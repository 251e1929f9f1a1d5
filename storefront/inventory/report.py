"""The report on stock at /manage/stock/report: what runs out, what lies too long."""

from flask import Blueprint
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import only
from kit.web.answers import page
from kit.web.limits import exporting
from storefront.inventory.commands.booking import KEEPERS
from storefront.inventory.queries import turnover
from storefront.inventory.vocabulary import AMPLE_DAYS, COVER_DAYS, IDLE_DAYS
from storefront.manage import exchange

bp = Blueprint("stock_report", __name__, url_prefix="/manage/stock/report")
HEADER = ("sku", "product_en", "product_zh", "available", "sent_30_days", "cover_days", "to_order", "last_sent", "tied_up_minor")


@bp.get("")
@only(*KEEPERS)
def show() -> Response:
    """What to order, and what to sell off."""
    now = clock.now()
    soon, slow = turnover.soon_out(now), turnover.slow_movers(now)
    return page("inventory/report.html", soon=soon, slow=slow, days=COVER_DAYS, idle=IDLE_DAYS, ample=AMPLE_DAYS)


@bp.get("/export")
@only(*KEEPERS)
@exporting  # type: ignore[untyped-decorator]
def export() -> Response:
    """The same figures for all articles as a file."""
    rows = (
        (
            one.row.sku_no, one.row.name.get("en", ""), one.row.name.get("zh", ""), one.row.available, one.sent, one.cover_days,
            one.to_order, one.last_sent_at.date().isoformat() if one.last_sent_at else "", one.tied_up_minor,
        )
        for one in turnover.everything(clock.now())
    )  # fmt: skip
    return exchange.exported("stock-report", HEADER, rows)

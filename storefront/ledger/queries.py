"""Reading the books and the documents."""

from collections.abc import Sequence

from sqlalchemy import func, select

from kit.db import db
from kit.errors import NotFound
from storefront.ledger.models import Document, Journal, JournalLine
from storefront.ledger.vocabulary import Account, DocumentKind, JournalKind


def invoice_of(order_id: int) -> Document | None:
    mine = Document.order_id == order_id, Document.kind == DocumentKind.INVOICE
    return db.session.scalar(select(Document).where(*mine))


def documents_of(order_id: int) -> Sequence[Document]:
    """The invoice of an order and its credit notes, the first issued first."""
    return db.session.scalars(select(Document).where(Document.order_id == order_id).order_by(Document.id)).all()


def document(order_id: int, number: str) -> Document:
    """A document of this order. Raises NotFound."""
    found = db.session.scalar(select(Document).where(Document.order_id == order_id, Document.number == number))
    if found is None:
        raise NotFound("document", number)
    return found


def is_booked(kind: JournalKind, source_id: int) -> bool:
    """Was this fact of a source booked?"""
    found = select(Journal.id).where(Journal.kind == kind, Journal.source_id == source_id)
    return db.session.scalar(found) is not None


def balances(order_id: int | None = None) -> dict[Account, int]:
    """Debits less credits of every account, in minor units; of one order, or of all."""
    total = func.sum(JournalLine.debit_minor - JournalLine.credit_minor)
    sums = select(JournalLine.account, total).join(Journal, Journal.id == JournalLine.journal_id).group_by(JournalLine.account)
    if order_id is not None:
        sums = sums.where(Journal.order_id == order_id)
    return {account: int(amount) for account, amount in db.session.execute(sums)}


def unbalanced(*, limit: int = 100) -> list[int]:
    """Journals whose lines do not add up to nothing: there are none unless somebody wrote past the commands."""
    total = func.sum(JournalLine.debit_minor - JournalLine.credit_minor)
    wrong = select(JournalLine.journal_id).group_by(JournalLine.journal_id).having(total != 0).limit(limit)
    return list(db.session.scalars(wrong))

"""Documents as PDF, in the reader's language."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fpdf import FPDF

from kit.web.filters import loc, localdate, money
from kit.web.words import gettext as _
from storefront.ledger import font
from storefront.ledger.models import Document
from storefront.ledger.vocabulary import DocumentKind

_ASCII = "".join(chr(code) for code in range(32, 127)) + "¥€£–−×…％％"
_WIDTHS = (84, 18, 34, 20, 34)
_RED = (178, 34, 34)
_INK = (32, 36, 32)


def render(document: Document) -> bytes:
    """The document on A4, red where it takes back."""
    with TemporaryDirectory() as folder:
        return bytes(_Page(document, Path(folder)).output())


class _Page(FPDF):
    def __init__(self, document: Document, folder: Path) -> None:
        super().__init__(format="A4")
        self.document, self.is_red = document, document.kind is DocumentKind.CREDIT_NOTE
        self.set_margins(20, 20)
        self.set_auto_page_break(True, 20)
        self.set_title(document.number)
        words = _ASCII + "".join(self._texts())
        for style, weight in (("", font.REGULAR), ("B", font.BOLD)):
            face = folder / f"{weight}.ttf"
            face.write_bytes(font.cut(words, weight))
            self.add_font("text", style, face)
        self.add_page()
        self._head()
        self._table()
        self._sums()

    def _title(self) -> str:
        return _("Credit note (red-letter invoice)") if self.is_red else _("Invoice")

    def _headings(self) -> list[str]:
        return [_("Item"), _("Quantity"), _("Net"), _("Tax rate"), _("Gross")]

    def _facts(self) -> list[tuple[str, str]]:
        content, issued = self.document.content, localdate(self.document.issued_at, year=True)
        facts = [(_("Document number"), self.document.number), (_("Date"), issued), (_("Order number"), str(content["order"]))]
        if self.is_red:
            facts.append((_("For invoice"), str(content["invoice"])))
        facts.append((_("Issued to"), self.document.title or ""))
        if self.document.tax_number:
            facts.append((_("Tax number"), self.document.tax_number))
        return facts

    def _rows(self) -> list[list[str]]:
        return [self._row(row) for row in self.document.content["rows"]]

    def _row(self, row: dict[str, Any]) -> list[str]:
        name = loc(row["name"]) + (f" ({row['sku']})" if row.get("sku") else "")
        rate = f"{row['rate_bp'] / 100:g} %" if "rate_bp" in row else ""
        net = row["gross_minor"] - row["tax_minor"]
        return [name, str(row["quantity"] or ""), self._money(net), rate, self._money(row["gross_minor"])]

    def _totals(self) -> list[tuple[str, str]]:
        known = self.document
        return [
            (_("Net"), self._money(known.net_minor)), (_("Tax amount"), self._money(known.tax_minor)),
            (_("Total"), self._money(known.gross_minor)),
        ]  # fmt: skip

    def _seller(self) -> list[str]:
        seller = self.document.content["seller"]
        return [text for text in (loc(seller["company"]), seller["address"], seller["phone"]) if text]

    def _money(self, amount: int) -> str:
        return money(-amount if self.is_red else amount, self.document.currency)

    def _texts(self) -> list[str]:
        facts = [text for pair in self._facts() + self._totals() for text in pair]
        return [self._title(), *self._headings(), *facts, *self._seller(), *(cell for row in self._rows() for cell in row)]

    def _head(self) -> None:
        self.set_text_color(*(_RED if self.is_red else _INK))
        self.set_font("text", "B", 20)
        self.cell(0, 12, self._title(), new_x="LMARGIN", new_y="NEXT")
        self.set_text_color(*_INK)
        self.set_font("text", "", 10)
        for text in self._seller():
            self.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)
        for label, value in self._facts():
            self.set_font("text", "", 10)
            self.cell(40, 6, label)
            self.set_font("text", "B", 10)
            self.multi_cell(0, 6, value, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def _table(self) -> None:
        self.set_font("text", "", 9)
        align = ("LEFT", "RIGHT", "RIGHT", "RIGHT", "RIGHT")
        with self.table(col_widths=_WIDTHS, text_align=align, borders_layout="HORIZONTAL_LINES", line_height=6) as table:
            for cells in [self._headings(), *self._rows()]:
                row = table.row()
                for text in cells:
                    row.cell(text)

    def _sums(self) -> None:
        self.ln(4)
        for place, (label, value) in enumerate(self._totals()):
            self.set_font("text", "B" if place == 2 else "", 11 if place == 2 else 10)
            self.cell(136, 7, label, align="R")
            self.cell(0, 7, value, align="R", new_x="LMARGIN", new_y="NEXT")

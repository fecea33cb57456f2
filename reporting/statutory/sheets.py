"""A report as a spreadsheet: one sheet a table as the circular prints it, and one of what was changed by hand and why."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from flask_babel import gettext as _

from dialogue.reception_sheet import MEDIA_TYPE as MEDIA_TYPE
from dialogue.reception_sheet import guarded
from reporting.editions.words import period_name
from reporting.statutory.filling import Filled
from reporting.statutory.phrases import failed_words
from reporting.statutory.queries import ReportView

BORN = datetime(2024, 3, 5, tzinfo=UTC)
"""The day from which the circular holds stands as every file's date, so that equal reports are equal files."""
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
HEAD_ROWS = 6
COMMON = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
FIGURE = {"border": 1, "align": "right", "num_format": "#,##0"}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14}, "plain": {}, "text": {"border": 1, "text_wrap": True},
    "head": {"bold": True, "border": 1, "align": "center", "text_wrap": True},
    "code": {"italic": True, "border": 1, "align": "center"}, "number": FIGURE,
    "changed": {**FIGURE, "bold": True, "italic": True, "bg_color": "#FFF2CC"},
}  # fmt: skip


class Book:
    """The only place that makes a workbook: texts are written as texts, never as formulae or links; numbers as numbers."""

    def __init__(self) -> None:
        self._stream = BytesIO()
        self._book = importlib.import_module("xlsxwriter").Workbook(self._stream, SAFE)
        self._book.set_properties({"created": BORN.replace(tzinfo=None), "author": "", "title": ""})
        self.looks = {name: self._book.add_format({**COMMON, **own}) for name, own in LOOKS.items()}

    def sheet(self, name: str) -> Any:
        """Return a new sheet, A4 across on one page of width."""
        sheet = self._book.add_worksheet(name.replace("/", "-"))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def text(self, sheet: Any, row: int, column: int, text: str, look: str = "plain") -> None:
        """Write a text."""
        sheet.write_string(row, column, guarded(text), self.looks[look])

    def number(self, sheet: Any, row: int, column: int, number: int, look: str = "number") -> None:
        """Write a number."""
        sheet.write_number(row, column, number, self.looks[look])

    def head(self, sheet: Any, row: int, first: int, last: int, text: str) -> None:
        """Write a head over one column or several."""
        if first < last:
            sheet.merge_range(row, first, row, last, "", self.looks["head"])
        self.text(sheet, row, first, text, "head")

    def bytes(self) -> bytes:
        """Return the finished file."""
        self._book.close()
        return self._stream.getvalue()


def workbook(view: ReportView, *, unit: str) -> bytes:
    """Return the report as an XLSX file; ``unit`` is the reporting body's name."""
    book = Book()
    for filled in view.filled:
        _table(book, filled, view, unit)
    _notes(book, view)
    return book.bytes()


def _table(book: Book, filled: Filled, view: ReportView, unit: str) -> None:
    table, sheet = filled.table, book.sheet(filled.table.code)
    state = "" if view.issued_on else " (DỰ THẢO)"
    span = f"số liệu từ ngày {view.period.first_on:%d/%m/%Y} đến ngày {view.period.last_on:%d/%m/%Y}"
    book.text(sheet, 0, 0, f"Biểu số {table.code}{state}", "title")
    book.text(sheet, 1, 0, table.title.upper(), "title")
    book.text(sheet, 2, 0, f"Kỳ báo cáo: {period_name(view.period)}, {span}")
    book.text(sheet, HEAD_ROWS - 2, 0, "Đơn vị", "head")
    book.text(sheet, HEAD_ROWS - 3, 0, "", "head")
    book.text(sheet, HEAD_ROWS - 1, 0, "MS", "code")
    column = 1
    for group, columns in table.heads:
        book.head(sheet, HEAD_ROWS - 3, column, column + len(columns) - 1, group)
        for place, own in enumerate(columns, start=column):
            book.text(sheet, HEAD_ROWS - 2, place, own.words, "head")
            book.text(sheet, HEAD_ROWS - 1, place, own.code, "code")
        column += len(columns)
    book.text(sheet, HEAD_ROWS - 3, column, "", "head")
    book.text(sheet, HEAD_ROWS - 2, column, "Ghi chú", "head")
    book.text(sheet, HEAD_ROWS - 1, column, str(column), "code")
    for row, name in ((HEAD_ROWS, unit), (HEAD_ROWS + 1, "Tổng")):
        book.text(sheet, row, 0, name, "text")
        for place, cell in enumerate(filled.cells, start=1):
            book.number(sheet, row, place, cell.value, "changed" if cell.put is not None else "number")
        book.text(sheet, row, column, "", "text")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, column, 9)
    sheet.set_row(HEAD_ROWS - 3, 48)
    sheet.set_row(HEAD_ROWS - 2, 80)
    sheet.freeze_panes(HEAD_ROWS, 1)
    lines = [table.source, table.numbering]
    for row, line in enumerate(filter(None, lines), start=HEAD_ROWS + 3):
        book.text(sheet, row, 0, line)


def _notes(book: Book, view: ReportView) -> None:
    """Write what was changed by hand beside what was counted, and what does not add up."""
    sheet = book.sheet(_("Ghi chú"))
    heads = (_("Biểu"), _("Cột"), _("Máy đếm"), _("Số báo cáo"), _("Lý do"))
    for place, head in enumerate(heads):
        book.text(sheet, 0, place, head, "head")
    row = 1
    for filled in view.filled:
        for cell in filled.put:
            for place, text in enumerate((filled.table.code, cell.column.code)):
                book.text(sheet, row, place, text, "text")
            book.number(sheet, row, 2, cell.counted or 0)
            book.number(sheet, row, 3, cell.value)
            book.text(sheet, row, 4, cell.why, "text")
            row += 1
    for fault in view.failed:
        book.text(sheet, row, 0, fault.table, "text")
        book.text(sheet, row, 1, fault.formula, "text")
        book.number(sheet, row, 2, fault.left_value)
        book.number(sheet, row, 3, fault.right_value)
        book.text(sheet, row, 4, " ".join((failed_words(fault), view.reasons.get(fault.key, ""))).strip(), "text")
        row += 1
    sheet.set_column(0, 3, 14)
    sheet.set_column(4, 4, 90)

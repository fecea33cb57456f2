"""The reception register as a spreadsheet: form 03/TCD with its 13 columns. Every cell is text, never a formula."""

from __future__ import annotations

import importlib
import math
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext

from core.formats import date_text
from dialogue.queries.reception_register import EntryView
from dialogue.reception_phrases import GROUNDS, HANDLINGS, MATTERS
from dialogue.reception_states import Ground, Handling, MatterKind

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (9, 12, 22, 14, 34, 10, 7, 13, 8, 13, 14, 15, 15)
CENTRED = frozenset({1, 2, 6, 7, 9})
LINE_POINTS, MOST_POINTS, HEAD_POINTS = 16.0, 400.0, {1: 30.0, 2: 50.0}
LETTER = 0.95
"""How much of a column's unit one letter takes, words that wrap early counted in."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
CELL_MOST = 32_000
WHO, COMPETENT = 2, 8


def heads() -> list[str]:
    """Return the heads of the 13 columns (Decree 154/2026/NĐ-CP, form 03/TCD)."""
    return [
        _("Số thứ tự"), _("Ngày tiếp"), _("Họ tên, địa chỉ"), _("Số căn cước"), _("Nội dung"),
        pgettext("column", "Phân loại"), _("Số người"), _("Cơ quan đã giải quyết"), _("Thuộc thẩm quyền"),
        _("Hướng dẫn đến"), _("Thụ lý, số văn bản chuyển"), _("Theo dõi kết quả"), _("Ghi chú"),
    ]  # fmt: skip


def cells(row: EntryView) -> list[str]:
    """Return the 13 cells of one reception. A row whose matter is kept elsewhere shows only its number, day and kind."""
    who = "\n".join(text for text in (row.name, row.address, row.representatives) if text)
    notes = [str(HANDLINGS[Handling(row.handling)]), str(GROUNDS[Ground(row.ground)]) if row.ground else "", row.note]
    return [
        row.number_text, date_text(row.received_on), who or _("(không ghi ở sổ này)"), row.identity, row.content,
        str(MATTERS[MatterKind(row.kind)]), str(row.people), row.settled_by, "x" if row.competent else "", row.guided_to,
        row.accepted_ref, row.follow_up, "; ".join(text for text in notes if text),
    ]  # fmt: skip


def told(row: EntryView) -> list[str]:
    """Return the cells as the page of one reception says them: on one line who came, and a word where the form wants a cross."""
    said = cells(row)
    said[WHO] = ", ".join(said[WHO].splitlines())
    said[COMPETENT] = _("có") if row.competent else _("không")
    return said


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula, also when the sheet is saved as CSV later.

    >>> guarded("=1+1")
    "'=1+1"
    """
    return (f"'{text}" if text.startswith(DANGEROUS) else text)[:CELL_MOST]


def workbook(rows: Sequence[EntryView], *, title: str) -> bytes:
    """Return the register as an XLSX file; ``title`` stands above the table. Its writer is loaded when it is first needed.

    It prints on A4 across, ruled, every row as high as its words, the head on every page, page numbers below.
    """
    xlsx, styles = importlib.import_module("openpyxl"), importlib.import_module("openpyxl.styles")
    book = xlsx.Workbook()
    sheet = book.active
    sheet.title = "03-TCD"
    edge = styles.Side(style="thin")
    ruled = styles.Border(left=edge, right=edge, top=edge, bottom=edge)
    table = [[title], heads(), [str(number) for number in range(1, len(WIDTHS) + 1)], *(cells(row) for row in rows)]
    for line, texts in enumerate(table, start=1):
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(row=line, column=column)
            cell.value = guarded(text)
            cell.data_type = "s"
            cell.font = styles.Font(name="Times New Roman", size=14 if line == 1 else 12, bold=line <= 2, italic=line == 3)
            cell.border = ruled if line > 1 else styles.Border()
            across = "center" if line <= 3 or column in CENTRED else "left"
            cell.alignment = styles.Alignment(wrap_text=line > 1, vertical="center" if line <= 3 else "top", horizontal=across)
        sheet.row_dimensions[line].height = HEAD_POINTS.get(line) or height(texts)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(WIDTHS))
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[xlsx.utils.get_column_letter(column)].width = width
    sheet.freeze_panes = "A4"
    _page(sheet)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def height(texts: Sequence[str]) -> float:
    """Return how many points a row needs for its longest cell.

    >>> height(["03/2026"])
    16.0
    """
    lines = (
        sum(math.ceil(len(part) * LETTER / width) or 1 for part in text.split("\n"))
        for text, width in zip(texts, WIDTHS, strict=False)
    )
    return min(MOST_POINTS, LINE_POINTS * max(lines, default=1))


def _page(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows = "2:3"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.8, 0.3
    sheet.oddFooter.center.text = "&P/&N"

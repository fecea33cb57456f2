"""A report as a Word file: the paper of the office, and behind it every table on a page across."""

from __future__ import annotations

from accounts.read_models import CommuneProfile
from core.documents_docx import Annex, docx_of
from reporting.statutory.filling import Filled
from reporting.statutory.queries import ReportView
from reporting.statutory.words import paper


def docx(view: ReportView, profile: CommuneProfile, *, unit: str) -> bytes:
    """Return the report as the bytes of a .docx file."""
    return docx_of(paper(view, profile), annexes=tuple(annex(filled, unit=unit) for filled in view.filled))


def annex(filled: Filled, *, unit: str) -> Annex:
    """Return a table as it stands behind the paper; the commune's row, and the sum."""
    table = filled.table
    values = tuple(str(cell.value) for cell in filled.cells)
    return Annex(
        title=f"Biểu số {table.code}", summary=table.title,
        heads=(("", 1), *((group, len(columns)) for group, columns in table.heads)),
        columns=("Đơn vị", *(column.words for column in table.columns)),
        rows=(("MS", *(column.code for column in table.columns)), (unit, *values), ("Tổng", *values)),
    )  # fmt: skip

"""The forms of the statutory reports: the numbers of a table, the words, the issue with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from feedback.forms.desk_form import DeskForm, LineField, NumberField, ProseField
from reporting.statutory.filling import Filled, fingerprint, takes_hand, takes_put
from reporting.statutory.layout import Failed
from reporting.statutory.phrases import FAULTS, failed_words, hand_words
from reporting.statutory.queries import ReportView
from reporting.statutory.services import NARRATIVE_MOST, REASON_MOST


class WordsForm(DeskForm):
    """The words of the report; ``again``: written anew from the numbers."""

    narrative = ProseField(_l("Lời báo cáo"), most=NARRATIVE_MOST)
    again = BooleanField(_l("Viết lại từ số liệu hiện có"), description=_l("Chữ đang có trong ô sẽ được thay bằng câu viết sẵn."))


class TableForm(DeskForm):
    """The numbers of one table; which fields it has depends on the table."""

    def typed(self, filled: Filled) -> dict[str, dict[str, Any]]:
        """Return column → hand, put, why as they were typed."""
        names = ("hand", "put", "why")
        return {
            cell.column.code: {
                name: self[f"{name}_{cell.column.code}"].data for name in names if f"{name}_{cell.column.code}" in self
            }
            for cell in filled.cells
        }  # fmt: skip

    def put_faults(self, faults: Mapping[str, str]) -> None:
        """Put the sentence of each fault (field → code) at its field."""
        for name, code in faults.items():
            self[name].errors = [*self[name].errors, str(FAULTS[code])]


def table_form(filled: Filled, *, version: int, typed: bool) -> TableForm:
    """Return the form of a table with what stands in it."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"version": version}
    hand = hand_words(filled.table)
    for cell in filled.cells:
        code = cell.column.code
        name = f"{cell.column.words} ({code})"
        if takes_hand(filled.table, cell.column):
            fields[f"hand_{code}"] = NumberField(f"{name}: {hand}")
            data[f"hand_{code}"] = cell.hand
        if takes_put(filled.table, cell.column):
            fields[f"put_{code}"] = NumberField(_("%(column)s: sửa thành", column=name))
            fields[f"why_{code}"] = LineField(_("%(column)s: lý do sửa", column=name), most=REASON_MOST)
            data |= {f"put_{code}": cell.put, f"why_{code}": cell.why}
    how: dict[str, Any] = {} if typed else {"formdata": None}
    return type("FilledForm", (TableForm,), fields)(data=data, **how)


class IssueForm(DeskForm):
    """The issue; a reason for each formula that does not hold. ``seen`` marks the numbers that it was shown with."""

    seen = HiddenField()

    faults: Sequence[Failed] = ()

    @property
    def reasons(self) -> dict[str, str]:
        """Return formula → reason."""
        return {fault.key: self[f"reason_{place}"].data or "" for place, fault in enumerate(self.faults)}

    def put_faults(self, faults: Mapping[str, str]) -> None:
        """Put the sentence of each fault (formula → code) at the reason of the formula."""
        for place, fault in enumerate(self.faults):
            if fault.key in faults:
                self[f"reason_{place}"].errors = [str(FAULTS[faults[fault.key]])]


def issue_form(view: ReportView, *, typed: bool) -> IssueForm:
    """Return the form of the issue, with a field for each formula that does not hold."""
    faults = view.failed
    fields = {
        f"reason_{place}": LineField(_("Lý do vẫn phát hành"), most=REASON_MOST, description=failed_words(fault))
        for place, fault in enumerate(faults)
    }
    how: dict[str, Any] = {} if typed else {"formdata": None}
    data = {"version": view.version, "seen": fingerprint(view.filled)}
    return type("ReasonsForm", (IssueForm,), {**fields, "faults": tuple(faults)})(data=data, **how)

"""The forms of the office's reports: a period, the numbers of a table, the words, the issue with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from feedback.forms import choices
from feedback.forms.desk_form import DayField, DeskForm, LineField, NumberField, ProseField, WordField
from reporting.periods import Period, asked
from reporting.phrases import period_words
from reporting.statutory.filling import Filled, fingerprint, takes_hand, takes_put
from reporting.statutory.layout import Failed
from reporting.statutory.phrases import FAULTS, failed_words, hand_words
from reporting.statutory.queries import ReportView
from reporting.statutory.services import NARRATIVE_MOST, REASON_MOST


class MakeForm(DeskForm):
    """Which period: one of the circular, or two days."""

    token = HiddenField()
    ky = WordField(_l("Kỳ báo cáo"), missing="choice_unknown")
    tu = DayField(_l("hoặc từ ngày"))
    den = DayField(_l("đến ngày"))

    def offer(self, periods: Sequence[Period]) -> None:
        """Give the periods to choose from."""
        self.ky.choices = choices.words({period.name: period_words(period) for period in periods}, empty=_("chọn kỳ"))

    def wanted(self, today: date) -> Period | None:
        """Return the period that was asked for, or None with what is wrong beside the fields."""
        if not self.ky.data and not (self.tu.data and self.den.data):
            self.ky.errors = [str(FAULTS["period_missing"])]
            return None
        first, last = (day.isoformat() if day else "" for day in (self.tu.data, self.den.data))
        found = asked(name=self.ky.data or "", first=first, last=last, today=today)
        for name, code in found.faults:
            field = {"tu": self.tu, "den": self.den}.get(name, self.ky)
            field.errors = [str(FAULTS[code])]
        return None if found.faults else found.period


class WordsForm(DeskForm):
    """The words of the report; ``again``: written anew from the numbers."""

    narrative = ProseField(_l("Lời báo cáo"), most=NARRATIVE_MOST)
    again = BooleanField(_l("Viết lại từ số liệu hiện có"), description=_l("Chữ đang có trong ô sẽ được thay bằng câu viết sẵn."))


class PressForm(DeskForm):
    """A button with the version that it was shown with."""


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

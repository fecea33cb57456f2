"""The forms of the report: the words of its sections, and the issue with number, symbol, day and signature."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from feedback.forms import choices
from feedback.forms.desk_form import DayField, DeskForm, LineField, NumberField, ProseField, WordField
from reporting.mobilisation.filling import fingerprint
from reporting.mobilisation.phrases import FAULTS, signing_words
from reporting.mobilisation.queries import MobilisationView
from reporting.mobilisation.services import SYMBOL_MOST, WORDS_MOST, Head

BEGIN = "words_"


class SectionsForm(DeskForm):
    """The words of every section; which fields it has depends on the outline."""

    @property
    def typed(self) -> dict[str, str]:
        """Return section → words."""
        return {field.name.removeprefix(BEGIN): field.data or "" for field in self if field.name.startswith(BEGIN)}


def sections_form(view: MobilisationView, *, typed: bool) -> SectionsForm:
    """Return the form of the words with what stands in it."""
    fields = {
        f"{BEGIN}{section.key}": ProseField(_("Lời mục %(number)s", number=section.number), most=WORDS_MOST)
        for section in view.filled
    }
    data = {"version": view.version, **{f"{BEGIN}{section.key}": section.words for section in view.filled}}
    how: dict[str, Any] = {} if typed else {"formdata": None}
    return type("FilledSectionsForm", (SectionsForm,), fields)(data=data, **how)


class IssueForm(DeskForm):
    """The issue; ``seen`` marks the numbers and words that it was shown with."""

    seen = HiddenField()
    number = NumberField(_l("Số"))
    symbol = LineField(_l("Ký hiệu"), most=SYMBOL_MOST)
    day = DayField(_l("Ngày của văn bản"))
    signing = WordField(_l("Người ký"))

    @property
    def head(self) -> Head:
        """Return what was typed."""
        return Head(
            number=self.number.data, symbol=self.symbol.data or "", day=self.day.data, signing=self.signing.data or "",
        )  # fmt: skip

    def put_faults(self, faults: Mapping[str, str]) -> None:
        """Put the sentence of each fault (field → code) at its field."""
        for name, code in faults.items():
            self.say(name, str(FAULTS[code]))


def issue_form(view: MobilisationView, *, symbol: str, today: date, typed: bool) -> IssueForm:
    """Return the form of the issue."""
    data = {"version": view.version, "seen": fingerprint(view.filled), "symbol": symbol, "day": today}
    form = IssueForm(data=data) if typed else IssueForm(formdata=None, data=data)
    form.signing.choices = choices.words(signing_words())
    return form

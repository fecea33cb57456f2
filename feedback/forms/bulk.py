"""The forms for many cases at once: which cases, and what is done with all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from feedback.forms import choices
from feedback.forms.desk_form import DeskForm, IdField, LineField, ProseField, WordField
from feedback.forms.faults import sentence
from feedback.forms.steps import Lists
from feedback.services.bulk import MOST, Pick

PICK = re.compile(r"(\d{1,9}):(\d{1,9})", re.ASCII)


class BulkForm(DeskForm):
    """The bar under the work list. ``chon`` holds one ``id:version`` for each marked row."""

    chon = SelectMultipleField(_l("Việc đã chọn"), validate_choice=False)
    department_id = IdField(_l("Phòng, ban xử lý"), missing="department_unknown")
    officer_id = IdField(_l("Người xử lý"), missing="officer_unknown")
    kind = WordField(_l("Loại đơn"), missing="kind_unknown", default="")
    field_id = IdField(_l("Lĩnh vực"), missing="field_unknown")
    reason = LineField(_l("Vì sao đổi so với người gửi chọn (cần ghi khi đổi)"), most=500)
    text = ProseField(_l("Lời nhắc (không bắt buộc)"), most=1000)

    def offer(self, lists: Lists) -> None:
        """Offer the choices of the commune; the empty choice leaves each case as it is."""
        self.chon.choices = []
        self.members = {(place, person.id) for person in lists.officers for place in person.department_ids}
        self.department_id.choices = choices.rows(lists.departments, locale=lists.locale, empty=_("Theo bảng phân công"))
        self.officer_id.choices = choices.officers(
            lists.officers, lists.departments, locale=lists.locale, empty=_("Phòng tự phân công")
        )
        self.kind.choices = choices.words(lists.kinds, empty=_("Như người gửi đã chọn"))
        self.field_id.choices = choices.rows(lists.fields, locale=lists.locale, empty=_("Như hồ sơ đang ghi"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether 1 to 200 cases are chosen, and whether the officer serves in the department."""
        good = super().validate(extra_validators)
        fault = picks_fault(self.chon.data or [])
        if fault:
            self.chon.errors = [sentence(fault)]
        pair = (self.department_id.data, self.officer_id.data)
        if self.officer_id.data is not None and not self.officer_id.errors and pair not in self.members:
            self.officer_id.errors = [sentence("officer_unknown")]
        return good and not self.errors

    @property
    def picks(self) -> list[Pick]:
        """Return the chosen cases, each once; only after validate()."""
        found = (PICK.fullmatch(text) for text in self.chon.data or [])
        pairs = {int(match[1]): int(match[2]) for match in found if match}
        return [Pick(case_id=case_id, version=version) for case_id, version in pairs.items()]


def picks_fault(typed: Sequence[str]) -> str:
    """Return the code of what is wrong with the marked rows, or an empty text."""
    if not typed:
        return "picks_missing"
    if not all(PICK.fullmatch(text) for text in typed):
        return "picks_bad"
    return "picks_many" if len(set(typed)) > MOST else ""

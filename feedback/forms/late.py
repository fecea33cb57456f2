"""Asks why something goes out after its due date; in time the form has the fields, but nobody sees them and nothing is kept."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from feedback.forms import choices
from feedback.forms.desk_form import DeskForm, LineField, WordField
from feedback.late_reasons import NOTE_MOST, UNSAID, Lateness, late_reasons


class LateForm(DeskForm):
    """A form of a step that ends the clock; ``late``: the due date has passed, so the page asks."""

    late_reason = WordField(_l("Vì sao trễ hạn"), missing="late_reason_missing", default="")
    late_note = LineField(_l("Nói rõ thêm về lý do trễ"), most=NOTE_MOST)
    late = False

    def offer(self, lists: Any) -> None:
        """Offer the reasons in the language of the page."""
        super().offer(lists)
        self.late = lists.late
        self.late_reason.choices = choices.words(late_reasons(lists.locale), empty=_("Chọn một lý do"))

    @property
    def lateness(self) -> Lateness:
        """Return what was said of the delay; nothing while it is in time."""
        return Lateness(reason=self.late_reason.data or "", note=self.late_note.data) if self.late else UNSAID

"""The form in which an officer asks to be relieved of a case."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from feedback.forms import choices
from feedback.forms.desk_form import DeskForm, ProseField
from feedback.forms.faults import SENTENCES
from feedback.phrases import RELIEF_REASONS
from feedback.reliefs import NOTE_MOST


class ReliefForm(DeskForm):
    """Why somebody else should have the case."""

    reason = RadioField(_l("Vì sao"), invalid_choice_message=SENTENCES["relief_reason_missing"])
    note = ProseField(_l("Nói rõ thêm"), most=NOTE_MOST)

    def offer(self, lists: Any) -> None:
        """Name the reasons in the language of the page."""
        super().offer(lists)
        self.reason.choices = choices.words(RELIEF_REASONS)

"""The draft of an answer: half of it may be kept; the evidence gate stands before it goes to the leader."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import RadioField

from feedback.forms import choices
from feedback.forms.desk_form import DayField, LineField, LongLineField, ProseField
from feedback.forms.late import LateForm
from feedback.phrases import EVIDENCES, OUTCOMES
from feedback.rules import AnswerDraft
from feedback.states import Evidence, Outcome


class AnswerForm(LateForm):
    """What was done, when, by whom, what shows it, how it goes on, and why it is late when it is."""

    outcome = RadioField(_l("Kết quả"), validate_choice=False)
    what_was_done = ProseField(_l("Đã làm gì, trả lời thế nào"))
    done_on = DayField(_l("Ngày làm (hoặc ngày sẽ làm)"), wrong="done_on_bad")
    done_by = LineField(_l("Ai làm"), most=160)
    evidence = RadioField(_l("Minh chứng"), validate_choice=False)
    files = MultipleFileField(_l("Thêm ảnh hoặc văn bản"))
    no_evidence_reason = ProseField(_l("Vì sao không có minh chứng"), most=1000)
    next_step = ProseField(_l("Bước tiếp theo"), most=1000)
    contact = LongLineField(_l("Người gửi liên hệ ai"))

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with the draft that is kept, else with whom to contact: the department by its own telephone, where it has one."""
        if file.answer is None:
            return {"contact": ", ".join(part for part in (file.department_name, file.department_phone or lists.phone) if part)}
        draft = file.answer.draft
        return {name: getattr(draft, name) for name in AnswerDraft.__dataclass_fields__}

    def offer(self, lists: Any) -> None:
        """Name the choices in the language of the page."""
        super().offer(lists)
        self.outcome.choices = choices.words(OUTCOMES)
        self.evidence.choices = choices.words(EVIDENCES)

    def draft(self) -> AnswerDraft:
        """Return what was typed as the command takes it; an unknown word counts as not chosen."""
        return AnswerDraft(
            outcome=_member(Outcome, self.outcome.data), what_was_done=self.what_was_done.data, done_on=self.done_on.data,
            done_by=self.done_by.data, evidence=_member(Evidence, self.evidence.data),
            no_evidence_reason=self.no_evidence_reason.data, next_step=self.next_step.data, contact=self.contact.data,
            late_reason=self.lateness.reason, late_note=self.lateness.note,
        )  # fmt: skip


def _member(kind: Any, word: Any) -> Any:
    return kind(word) if word in {item.value for item in kind} else None

"""The forms around commitments: a promise written down, the steps of one commitment, the words of the conclusions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from accounts.queries import departments, officials
from core.i18n import current_locale
from deadlines.clock import today
from dialogue.commitment_phrases import CHANNELS, EVIDENCE, sentence
from dialogue.commitment_rules import Fulfilment, Promise
from dialogue.commitment_states import DueRule
from dialogue.minute_rules import CHANNELS as CHANNEL_NAMES
from dialogue.queries.question_links import QuestionChoice
from feedback.document_kinds import Signing, signing_choices
from feedback.document_words import SIGNINGS
from feedback.forms import choices
from feedback.forms.desk_form import DayField, DeskForm, IdField, LineField, ProseField, WordField
from feedback.states import Evidence


class DialogueForm(DeskForm):
    """A form of this room: complaints of commands are said in its own sentences."""

    SENTENCE = staticmethod(sentence)


class PromiseForm(DialogueForm):
    """A promise: what exactly, who, until when, shown by what."""

    text = ProseField(_l("Đã hứa làm gì"), most=2000)
    department_id = IdField(_l("Phòng, ban chịu trách nhiệm"))
    official_id = IdField(_l("Người chịu trách nhiệm"))
    rule = WordField(_l("Hạn tính thế nào"))
    due_on = DayField(_l("Hạn"))
    evidence_required = ProseField(_l("Minh chứng sẽ cho xem khi xong"), most=1000)
    budget_note = LineField(_l("Kinh phí"), most=300)
    case_codes = LineField(_l("Mã hồ sơ liên quan"), most=200)
    question_ids = SelectMultipleField(
        _l("Trả lời những câu hỏi nào"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def offer(self, lists: tuple[int, Sequence[QuestionChoice]]) -> None:
        """Offer departments, people and rules of a commune, and the questions of the dialogue."""
        (unit_id, asked), locale, on = lists, current_locale(), today()
        self.question_ids.choices = [(item.id, item.label) for item in asked]
        self.department_id.choices = choices.rows(departments(unit_id, on=on), locale=locale, empty=_l("chưa rõ"))
        self.official_id.choices = choices.people(officials(unit_id, on=on), empty=_l("chưa rõ"))
        self.rule.choices = choices.words(
            {DueRule.TYPED: _l("Ghi ngày cụ thể"), DueRule.FOLLOW_UP: _l("Tính từ ngày thông báo kết luận")}
        )

    def typed(self) -> Promise:
        """Return the promise as it stands in the fields."""
        return Promise(
            text=self.text.data or "", department_id=self.department_id.data, official_id=self.official_id.data,
            rule=DueRule(self.rule.data or DueRule.TYPED), due_on=self.due_on.data,
            evidence_required=self.evidence_required.data or "", budget_note=self.budget_note.data or "",
            case_codes=tuple((self.case_codes.data or "").replace(",", " ").split()),
            question_ids=tuple(self.question_ids.data or ()),
        )  # fmt: skip


class TextForm(DialogueForm):
    """A step that takes words."""

    text = ProseField(_l("Nội dung sẽ hiện công khai"), most=2000)


class MoveForm(DialogueForm):
    """A new date and why."""

    to_on = DayField(_l("Hạn mới"))
    text = ProseField(_l("Lý do, sẽ hiện công khai"), most=2000)


class DoneForm(DialogueForm):
    """What was done, and the evidence."""

    text = ProseField(_l("Đã làm gì"), most=2000)
    done_on = DayField(_l("Ngày làm xong"))
    evidence = WordField(_l("Minh chứng"), missing="evidence_missing")
    photos = MultipleFileField(_l("Ảnh"))
    document = LineField(_l("Số, ngày của văn bản"), most=200)
    no_evidence_reason = ProseField(_l("Vì sao không có minh chứng"), most=1000)

    def offer(self, lists: Any) -> None:
        """Offer the kinds of evidence."""
        self.evidence.choices = choices.words(EVIDENCE)

    def typed(self) -> Fulfilment:
        """Return the report as it stands in the fields."""
        return Fulfilment(
            text=self.text.data or "", done_on=self.done_on.data, evidence=Evidence(self.evidence.data),
            document=self.document.data or "", no_evidence_reason=self.no_evidence_reason.data or "",
        )  # fmt: skip


class VoiceForm(DialogueForm):
    """The words of who asked as everybody will read them."""

    public_text = ProseField(_l("Lời sẽ hiện công khai"), most=2000)


class FinishOnly(DialogueForm):
    """Nothing but a button, and the version that was seen."""


class ConclusionForm(DialogueForm):
    """The words of the conclusions, how they are announced, and who signs."""

    text = ProseField(_l("Nội dung kết luận"), most=20_000)
    media = BooleanField(CHANNELS["media"])
    posted = BooleanField(CHANNELS["posted"])
    village_heads = BooleanField(CHANNELS["village_heads"])
    signing = WordField(_l("Chức danh ký"))
    signer = LineField(_l("Họ tên người ký"), most=120)

    def offer(self, lists: Any) -> None:
        """Offer the ways of signing."""
        self.signing.choices = choices.words({way.value: SIGNINGS[way] for way in signing_choices(Signing.BODY_CHAIR)})

    @property
    def channels(self) -> tuple[str, ...]:
        """Return the channels that were ticked."""
        return tuple(name for name in CHANNEL_NAMES if self[name].data)


def bound(kind: type[DialogueForm], *, sent: bool, name: str = "", **known: Any) -> Any:
    """Return the form ``name`` of a page: it holds what was sent, or what is known; forms of one page do not share fields."""
    prefix = f"{name}-" if name else ""
    return kind(data=known, prefix=prefix) if sent else kind(formdata=None, data=known, prefix=prefix)


def files_sent(name: str) -> list[Any]:
    """Return the files that were really chosen; a browser sends an empty part for none."""
    return [item for item in request.files.getlist(name) if item.filename]

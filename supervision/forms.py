"""What officials and the Front type: a recommendation, who answers it, the answer, and what the body says of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField

from accounts.read_models import DepartmentItem, OfficialItem
from core.i18n import current_locale
from core.permissions import Permission
from feedback.forms import choices
from feedback.forms.desk_form import DayField, DeskForm, IdField, LineField, ProseField, WordField
from feedback.forms.sealing import SealForm
from supervision import phrases
from supervision.queries.desk import DeskRecommendation
from supervision.rules import (
    ABOUT_MOST,
    DENOUNCES,
    DOCUMENT_MOST,
    NAME_MOST,
    REASON_MOST,
    TEXT_MOST,
    TITLE_MOST,
    Answer,
    NewRecommendation,
)
from supervision.states import Step


class RoomForm(DeskForm):
    """A form of this room: refusals are said in its own sentences. ``KEEP``: the button that only writes down."""

    KEEP = "keep"
    SENTENCE = staticmethod(phrases.fault)
    NOT_NOW, SOMEBODY_ELSE = phrases.NOT_NOW, phrases.SOMEBODY_ELSE
    denounces = False
    """Whether anything in it was refused because it reads as a denunciation: the page then tells the way."""

    def blame(self, faults: Mapping[str, str]) -> None:
        """Say what is wrong, and remember a denunciation."""
        self.denounces = DENOUNCES in faults.values()
        super().blame(faults)

    @property
    def kept(self) -> bool:
        """Whether what was typed is only written down."""
        return self.chosen == self.KEEP


class NewForm(RoomForm):
    """A recommendation as it comes; ``token`` is the key of a form that is sent twice."""

    token = HiddenField()
    body = WordField(_l("Cơ quan giám sát"))
    organisation = LineField(_l("Tên tổ chức hoặc ban"), most=NAME_MOST)
    document = LineField(_l("Số, ký hiệu văn bản"), most=DOCUMENT_MOST)
    document_on = DayField(_l("Ngày của văn bản"))
    received_on = DayField(_l("Ngày xã nhận"))
    title = LineField(_l("Kiến nghị về việc gì?"), most=TITLE_MOST)
    subject = ProseField(_l("Đã giám sát việc gì, thấy gì?"), most=TEXT_MOST)
    asked = ProseField(_l("Đề nghị xã làm gì?"), most=TEXT_MOST)
    about = LineField(_l("Liên quan đến việc nào?"), most=ABOUT_MOST)

    def offer_bodies(self) -> None:
        """Fill the list."""
        self.body.choices = choices.words(phrases.BODIES, empty="")

    def recommendation(self) -> NewRecommendation:
        """Return what was typed as the command takes it."""
        return NewRecommendation(
            body=self.body.data or "", title=self.title.data or "", subject=self.subject.data or "", asked=self.asked.data or "",
            received_on=self.received_on.data, organisation=self.organisation.data or "", document=self.document.data or "",
            document_on=self.document_on.data, about=self.about.data or "",
        )  # fmt: skip


class AssignForm(RoomForm):
    """Who answers."""

    official_id = IdField(_l("Người trả lời"), missing="officer_unknown")
    department_id = IdField(_l("Phòng, ban"), missing="department_unknown")

    def offer_lists(self, *, officials: Sequence[OfficialItem], departments: Sequence[DepartmentItem]) -> None:
        """Fill the lists with who may write answers, and where somebody does."""
        able = [item for item in officials if Permission.SUPERVISION_HANDLE in item.permissions]
        served = {department_id for item in able for department_id in item.department_ids}
        answering = [item for item in departments if item.id in served]
        self.official_id.choices = choices.people(able, empty=_l("chưa chọn người"))
        self.department_id.choices = choices.rows(answering, locale=current_locale(), empty=_l("chưa chọn phòng"))


class AnswerForm(RoomForm):
    """The answer: before it goes to the leader, and as the leader sends it."""

    accepted = ProseField(_l("Xã nhận điều gì?"), most=TEXT_MOST)
    refused = ProseField(_l("Không nhận điều gì?"), most=TEXT_MOST)
    why = ProseField(_l("Vì sao không nhận?"), most=TEXT_MOST)
    promised = ProseField(_l("Sẽ làm gì?"), most=TEXT_MOST)
    promise_on = DayField(_l("Làm xong trước hết ngày"))

    def answer(self) -> Answer:
        """Return what was typed as the command takes it."""
        return Answer(
            accepted=self.accepted.data or "", refused=self.refused.data or "", why=self.why.data or "",
            promised=self.promised.data or "", promise_on=self.promise_on.data,
        )  # fmt: skip


class NoteForm(RoomForm):
    """Why an answer is sent back."""

    note = ProseField(_l("Cần sửa chỗ nào?"), most=REASON_MOST)


class PaperForm(RoomForm):
    """What a body does; an official who enters it gives the number of its paper."""

    paper = LineField(_l("Số, ký hiệu văn bản của cơ quan giám sát"), most=DOCUMENT_MOST)


class CorrectForm(PaperForm):
    """What a body asks, in other words, while nobody has it."""

    title = LineField(_l("Kiến nghị về việc gì?"), most=TITLE_MOST)
    subject = ProseField(_l("Đã giám sát việc gì, thấy gì?"), most=TEXT_MOST)
    asked = ProseField(_l("Đề nghị xã làm gì?"), most=TEXT_MOST)
    about = LineField(_l("Liên quan đến việc nào?"), most=ABOUT_MOST)


class JudgeForm(PaperForm):
    """What the body says of the answer."""

    verdict = RadioField(_l("Cơ quan giám sát thấy trả lời thế nào?"), validate_choice=False)
    words = ProseField(_l("Ý kiến"), most=REASON_MOST)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.verdict.choices = [(word, look[0]) for word, look in phrases.VERDICTS.items()]


class ReasonForm(RoomForm):
    """A step with its reason."""

    reason = ProseField(_l("Lý do"), most=REASON_MOST)


class PaperReasonForm(PaperForm):
    """What a body does, with its reason."""

    reason = ProseField(_l("Lý do"), most=REASON_MOST)


class SettleForm(RoomForm):
    """What became of a promise."""

    outcome = RadioField(_l("Việc đã hứa thế nào?"), validate_choice=False)
    words = ProseField(_l("Đã làm gì, hoặc vì sao chưa làm được?"), most=REASON_MOST)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.outcome.choices = [(word, phrases.PROMISES[word][0]) for word in ("done", "not_done")]


class AllowForm(RoomForm):
    """The leader agrees that everybody reads it."""

    read_over = BooleanField(_l("Đã đọc lại: không có tên, số điện thoại, địa chỉ của người nào"))


class AgreeForm(PaperForm):
    """The body agrees that everybody reads it."""

    read_over = BooleanField(_l("Đã đọc lại: không có tên, số điện thoại, địa chỉ của người nào"))


class EmptyForm(SealForm):
    """Why a recommendation leaves the room; of a denunciation also who is accused, who then never sees it."""

    why = RadioField(_l("Vì sao chuyển đi?"), invalid_choice_message=phrases.FAULTS["choice_unknown"])
    sure = BooleanField(_l("Đã đọc kỹ: kiến nghị này không thuộc phần giám sát"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.why.choices = [(word, label) for word, label in phrases.REASONS.items()]

    @property
    def is_denunciation(self) -> bool:
        """Whether it goes into the sealed register."""
        return self.why.data == "denunciation"


FORMS: dict[Step, tuple[str, type[RoomForm]]] = {
    Step.ASSIGN: ("giao", AssignForm), Step.DRAFT: ("soan", AnswerForm), Step.ANSWER: ("tra-loi", AnswerForm),
    Step.SEND_BACK: ("tra-lai", NoteForm), Step.JUDGE: ("nhan-xet", JudgeForm), Step.ASK_AGAIN: ("hoi-lai", PaperReasonForm),
    Step.SETTLE: ("viec-hua", SettleForm), Step.AGREE: ("dong-y", AgreeForm), Step.ALLOW: ("cho-cong-khai", AllowForm),
    Step.TAKE_BACK: ("go", ReasonForm), Step.CORRECT: ("sua", CorrectForm), Step.WITHDRAW: ("rut", PaperReasonForm),
}  # fmt: skip
"""Step → the last part of its address (and the prefix of its fields), its form; in the order in which they stand on the page."""


def known_of(step: Step, item: DeskRecommendation) -> dict[str, Any]:
    """Return what stands in the fields of a step before anybody types."""
    known: dict[str, Any] = {"version": item.version}
    if step is Step.CORRECT:
        known |= {"title": item.line.title, "subject": item.subject, "asked": item.asked, "about": item.about}
    if step is Step.ASSIGN:
        known |= {"official_id": item.official_id, "department_id": item.department_id}
    if step in (Step.DRAFT, Step.ANSWER):
        last = item.rounds[-1]
        known |= {name: getattr(last, name) for name in ("accepted", "refused", "why", "promised", "promise_on")}
    return known

"""The forms of the steps at the case screen, one class for each, and the one place that makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from accounts.read_models import DepartmentItem, FieldItem, OfficialItem, VillageItem
from core.attachments import Picture
from feedback.complaint_states import ComplaintAction
from feedback.forms import choices
from feedback.forms.answer import AnswerForm
from feedback.forms.apology import ApologyForm
from feedback.forms.complaint_forms import COMPLAINT_FORMS
from feedback.forms.desk_form import DeskForm, IdField, LineField, LongLineField, NumberField, ProseField, WordField
from feedback.forms.faults import sentence
from feedback.forms.link_steps import LINK_FORMS
from feedback.forms.relief import ReliefForm
from feedback.forms.turning_away import FileOnlyForm, GuideForm, HandoverForm, RefuseForm, TransferForm, TurnAwayForm
from feedback.queries.case_file import CaseFile
from feedback.queries.handovers import OtherCommune
from feedback.reliefs import NOTE_MOST
from feedback.states import Action, CaseKind


@dataclass(frozen=True, kw_only=True)
class Lists:
    """What the forms of a case choose from and begin with. ``draft``: title, story and answer as the rules mask them.

    ``late``: the due date of the case has passed. ``undecided``: a complaint on which the commune has not decided yet;
    ``in_hand``: one that was accepted.
    """

    locale: str
    commune: str
    phone: str
    today: date
    kinds: Mapping[str, str]
    fields: Sequence[FieldItem] = ()
    villages: Sequence[VillageItem] = ()
    departments: Sequence[DepartmentItem] = ()
    officers: Sequence[OfficialItem] = ()
    photos: Sequence[Picture] = ()
    tasks: Mapping[int, str] = field(default_factory=dict)
    requests: Mapping[int, str] = field(default_factory=dict)
    draft: Mapping[str, str] = field(default_factory=dict)
    communes: Sequence[OtherCommune] = ()
    letter_files: Sequence[Picture] = ()
    extension_most: int = 0
    late: bool = False
    undecided: bool = False
    in_hand: bool = False


class ClassifyForm(DeskForm):
    """Kind, field and village, and why when the official says otherwise than the sender."""

    kind = WordField(_l("Loại đơn"), missing="kind_unknown")
    field_id = IdField(_l("Lĩnh vực"), missing="field_unknown")
    village_id = IdField(_l("Thôn"), missing="village_unknown")
    reason = LineField(_l("Vì sao đổi so với người gửi chọn (cần ghi khi đổi)"), most=500)

    @classmethod
    def known(cls, file: CaseFile, lists: Lists) -> dict[str, Any]:
        """Begin with what the sender or the last official chose."""
        return {"kind": file.kind, "field_id": file.field_id, "village_id": file.village_id}

    def offer(self, lists: Lists) -> None:
        """Offer what is in use today."""
        self.kind.choices = choices.words(lists.kinds)
        known = choices.offered(self.field_id.object_data, lists.fields)
        self.field_id.choices = choices.rows(lists.fields, locale=lists.locale, empty=None if known else _("Chọn lĩnh vực"))
        self.village_id.choices = choices.villages(lists.villages, empty=_("Không rõ thôn"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether a field was chosen."""
        good = super().validate(extra_validators)
        if self.field_id.data is None and not self.field_id.errors:
            self.field_id.errors = [sentence("field_unknown")]
        if self.contradicts_sender and not self.reason.data:
            self.reason.errors = [sentence("reason_missing")]
        return good and not self.errors

    @property
    def contradicts_sender(self) -> bool:
        """Whether kind or field were named before and are named otherwise now; to and from a complaint always says why."""
        crosses = CaseKind.COMPLAINT in (self.kind.object_data, self.kind.data)
        kind = (
            self.kind.object_data not in (self.kind.data,)
            if crosses
            else (self.kind.object_data not in (CaseKind.OTHER, self.kind.data))
        )
        return kind or self.field_id.object_data not in (None, self.field_id.data)


class AcceptForm(DeskForm):
    """Take the case on and give it to a department, and to an officer there if one is named."""

    department_id = IdField(_l("Phòng, ban xử lý"), missing="department_unknown")
    officer_id = IdField(_l("Người xử lý"), missing="officer_unknown")

    @classmethod
    def known(cls, file: CaseFile, lists: Lists) -> dict[str, Any]:
        """Begin with what the responsibility matrix proposes."""
        if file.proposal is None or file.proposal.department is None:
            return {}
        officer = file.proposal.officer
        return {"department_id": file.proposal.department.id, "officer_id": officer.id if officer else None}

    def offer(self, lists: Lists) -> None:
        """Offer departments, and under each the officers who handle letters there."""
        chosen = choices.offered(self.department_id.object_data, lists.departments)
        self.members = {(place, person.id) for person in lists.officers for place in person.department_ids}
        self.department_id.choices = choices.rows(
            lists.departments, locale=lists.locale, empty=None if chosen else _("Chọn phòng, ban")
        )
        self.officer_id.choices = choices.officers(
            lists.officers, lists.departments, locale=lists.locale, empty=_("Phòng tự phân công")
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the officer serves in the department."""
        good = super().validate(extra_validators)
        if self.department_id.data is None and not self.department_id.errors:
            self.department_id.errors = [sentence("department_unknown")]
        elif self.officer_id.data is not None and (self.department_id.data, self.officer_id.data) not in self.members:
            self.officer_id.errors = [sentence("officer_unknown")]
        return good and not self.errors


class AssignForm(AcceptForm):
    """Give the case to somebody else, or back to an officer who asked to be relieved."""

    note = ProseField(_l("Lời nhắn cho người xử lý"), most=NOTE_MOST)

    @classmethod
    def known(cls, file: CaseFile, lists: Lists) -> dict[str, Any]:
        """Begin with who has it now."""
        return {"department_id": file.department_id, "officer_id": file.officer_id}


class TextForm(DeskForm):
    """One piece of text: a note, a direction, a question to the sender."""

    text = ProseField(_l("Nội dung"))


class RemindForm(DeskForm):
    """A word to whoever has the case in hand; the reminder may go without one."""

    text = ProseField(_l("Lời nhắc (không bắt buộc)"), most=1000)


class ReasonForm(DeskForm):
    """Why something is taken back."""

    reason = LineField(_l("Lý do"), most=500)


class ExtendForm(DeskForm):
    """How many more working days, and why."""

    days = NumberField(_l("Cần thêm bao nhiêu ngày làm việc"))
    reason = ProseField(_l("Lý do (khi được duyệt, người gửi sẽ đọc)"), most=1000)
    most = 0

    def offer(self, lists: Lists) -> None:
        """Say how many the commune allows."""
        self.most = lists.extension_most

    def blame(self, faults: Mapping[str, str]) -> None:
        """Say with the number when it is more than the commune allows."""
        super().blame({name: code for name, code in faults.items() if code != "days_range"})
        if faults.get("days") == "days_range":
            words = _("Số ngày vượt mức gia hạn cho phép của xã: nhiều nhất %(most)s ngày làm việc.", most=self.most)
            self.say("days", words)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether a number of days was typed; how many are allowed is the command's matter."""
        good = super().validate(extra_validators)
        if self.days.data is None and not self.days.errors:
            self.days.errors = [sentence("days_missing")]
        return good and not self.errors


class DecideForm(DeskForm):
    """A leader's word, told by the button that is pressed, with a note to the officer."""

    note = ProseField(_l("Ý kiến"), most=1000)


class PlainForm(DeskForm):
    """A step that needs nothing but a press of its button."""


class PublishForm(DeskForm):
    """The clean copy that everybody may read."""

    title = LongLineField(_l("Tiêu đề"), most=160)
    story = ProseField(_l("Nội dung"))
    answer = ProseField(_l("Trả lời"), most=8000)
    photos = SelectMultipleField(_l("Ảnh được công khai"), option_widget=CheckboxInput(), validate_choice=False)
    place_shown = BooleanField(
        _l("Hiện ô vuông chứa vị trí trên bản đồ công khai"),
        description=_l("Không đánh dấu thì bản đồ chỉ chỉ tới thôn. Đừng đánh dấu khi vị trí là nhà của người gửi."),
    )

    @classmethod
    def known(cls, file: CaseFile, lists: Lists) -> dict[str, Any]:
        """Begin with what is public now, else with the masked words of the letter, no photo and no place.

        An answer that was issued since takes the place of the one that is public.
        """
        shown = file.publication
        if shown is None:
            return {**lists.draft, "photos": [], "place_shown": False}
        answer = lists.draft.get("answer", "")
        if shown.answer and not file.public_answer_is_old:
            answer = shown.answer
        photos = list(shown.photos)
        return {
            "title": shown.title, "story": shown.story, "answer": answer, "photos": photos, "place_shown": shown.place_shown,
        }  # fmt: skip

    def offer(self, lists: Lists) -> None:
        """Offer the photos that can be shown."""
        self.photos.choices = [SelectChoice(value=item.public_id, label=item.public_id) for item in lists.photos]


FORMS: dict[Action, type[DeskForm]] = {
    Action.CLASSIFY: ClassifyForm, Action.ACCEPT: AcceptForm, Action.ASSIGN: AssignForm, Action.RELIEVE: ReliefForm,
    Action.TRANSFER: TransferForm,
    Action.GUIDE: GuideForm, Action.RETURN: TurnAwayForm, Action.REFUSE: RefuseForm,
    Action.FILE_ONLY: FileOnlyForm, Action.NOTE: TextForm,
    Action.DIRECT: TextForm, Action.REMIND: RemindForm,
    Action.ASK: TextForm, Action.EXTEND: ExtendForm, Action.DECIDE_EXTENSION: DecideForm,
    Action.DRAFT: AnswerForm, Action.SUBMIT: PlainForm, Action.RECALL: PlainForm, Action.APPROVE: DecideForm,
    Action.SEND_BACK: DecideForm,
    Action.ISSUE: PlainForm, Action.PUBLISH: PublishForm, Action.UNPUBLISH: ReasonForm, **LINK_FORMS,
    Action.HANDOVER: HandoverForm, Action.APOLOGISE: ApologyForm, Action.DECIDE_APOLOGY: DecideForm,
}  # fmt: skip


def form_of(action: Action | ComplaintAction, *, slug: str, file: CaseFile, lists: Lists, typed: bool = False) -> DeskForm:
    """Return the form of a step: as the case stands, or (``typed``) filled with what the request carries."""
    kind = COMPLAINT_FORMS[action] if isinstance(action, ComplaintAction) else FORMS[action]
    known = {**kind.known(file, lists), "version": file.version}
    form = kind(prefix=f"{slug}-", data=known) if typed else kind(prefix=f"{slug}-", data=known, formdata=None)
    form.offer(lists)
    return form

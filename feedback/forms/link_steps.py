"""The forms of the steps around a case: merge, split, urge, write down a reply, mark as urgent, note the portal, file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from core.codes import clean_code
from feedback.forms import choices
from feedback.forms.desk_form import DayField, DeskForm, IdField, LineField, ProseField, WordField
from feedback.services.splitting import MOST, Part, goes_with_parts
from feedback.states import Action, CaseKind


class MergeForm(DeskForm):
    """Which case leads, and why the two are one."""

    leading_code = LineField(_l("Mã hồ sơ chính"), most=20)
    reason = LineField(_l("Vì sao là cùng một việc"), most=500)

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with the code in the address of the page, which stands in the link beside a similar letter."""
        return {"leading_code": clean_code(request.args.get("ma", "")[:20])}


class UnmergeForm(DeskForm):
    """Why the merge was a mistake."""

    reason = LineField(_l("Vì sao tách ra lại"), most=500)


class SplitForm(DeskForm):
    """Up to four matters: kind, field and the words of each; empty rows are left out."""

    kind_1, kind_2, kind_3, kind_4 = (WordField(_l("Loại đơn"), missing="kind_unknown") for _number in range(MOST))
    field_id_1, field_id_2, field_id_3, field_id_4 = (IdField(_l("Lĩnh vực"), missing="field_unknown") for _number in range(MOST))
    story_1, story_2, story_3, story_4 = (ProseField(_l("Nội dung của việc này")) for _number in range(MOST))
    photos_1, photos_2, photos_3, photos_4 = (
        SelectMultipleField(_l("Ảnh của việc này"), option_widget=CheckboxInput(), validate_choice=False)
        for _number in range(MOST)
    )

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with the kind of the letter and its words in the first row, and with all photos in every row."""
        kinds = {f"kind_{number}": file.kind for number in range(1, MOST + 1)}
        shown = [item.public_id for item in file.pictures if goes_with_parts(item)]
        photos = {f"photos_{number}": shown for number in range(1, MOST + 1)}
        return {**kinds, **photos, "story_1": file.story, "field_id_1": file.field_id}

    def offer(self, lists: Any) -> None:
        """Offer kinds and fields in every row."""
        for number in range(1, MOST + 1):
            self[f"kind_{number}"].choices = choices.words(lists.kinds)
            offered = [SelectChoice(value=item.public_id, label=item.public_id) for item in lists.letter_files]
            self[f"photos_{number}"].choices, self[f"photos_{number}"].files = offered, lists.letter_files
            self[f"field_id_{number}"].choices = choices.rows(lists.fields, locale=lists.locale, empty=_("Chọn lĩnh vực"))

    @property
    def rows(self) -> list[tuple[Any, Any, Any, Any]]:
        """Return the fields of each row."""
        names = ("kind", "field_id", "story", "photos")
        return [tuple(self[f"{name}_{number}"] for name in names) for number in range(1, MOST + 1)]  # type: ignore[misc]

    @property
    def parts(self) -> list[Part]:
        """Return the rows in which something was written."""
        return [
            Part(kind=CaseKind(kind.data), field_id=field.data, story=story.data, photos=tuple(photos.data or ()))
            for kind, field, story, photos in self.rows
            if story.data
        ]


class UrgeForm(DeskForm):
    """What the receiving body is reminded of."""

    text = ProseField(_l("Nội dung đôn đốc"), most=2000)

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with a plain reminder."""
        return {
            "text": _(
                "%(commune)s đề nghị cơ quan cho biết kết quả giải quyết hồ sơ %(code)s.", commune=lists.commune, code=file.code
            )
        }


class ReplyForm(DeskForm):
    """The receiving body's answer: its date, its number and what it says."""

    replied_on = DayField(_l("Ngày của văn bản trả lời"))
    number = LineField(_l("Số, ký hiệu văn bản"), most=60)
    text = ProseField(_l("Nội dung trả lời"))


class ReportBackForm(DeskForm):
    """When and by which paper the forwarding body was told how the letter was settled."""

    reported_on = DayField(_l("Ngày báo lại"))
    number = LineField(_l("Số, ký hiệu văn bản"), most=60)

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with today."""
        return {"reported_on": lists.today}


class UrgentForm(DeskForm):
    """Why it cannot wait."""

    reason = LineField(_l("Vì sao là việc khẩn"), most=500)


class PortalForm(DeskForm):
    """The number on the national portal, and what the portal was told."""

    number = LineField(_l("Mã trên Cổng quốc gia"), most=40)
    text = ProseField(_l("Đã cập nhật trên Cổng thế nào"), most=2000)


class FileForm(DeskForm):
    """What was checked and found."""

    text = ProseField(_l("Đã kiểm tra gì, kết quả thế nào"))


class RevokeForm(DeskForm):
    """Why the step that ended the case was a mistake."""

    reason = LineField(_l("Vì sao thu hồi (người gửi sẽ đọc)"), most=500)


LINK_FORMS: Mapping[Action, type[DeskForm]] = {
    Action.MERGE: MergeForm, Action.UNMERGE: UnmergeForm, Action.SPLIT: SplitForm, Action.URGE: UrgeForm,
    Action.RECORD_REPLY: ReplyForm, Action.MARK_URGENT: UrgentForm, Action.PORTAL: PortalForm, Action.FILE: FileForm,
    Action.REVOKE: RevokeForm,
    Action.REPORT_BACK: ReportBackForm,
}  # fmt: skip

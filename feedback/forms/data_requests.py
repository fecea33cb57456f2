"""The forms of requests about personal data: the sender's, the counter's, and those of the steps."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField

from feedback.data_phrases import GROUNDS, RIGHTS
from feedback.data_rights import TEXT_MOST, WORDS_MOST, asking_faults, grounds_for
from feedback.forms import choices
from feedback.forms.desk_form import DeskForm, LineField, NumberField, ProseField, WordField
from feedback.forms.resident import ResidentForm


class AskForm(ResidentForm):
    """What the sender asks about the data that the case holds."""

    right = RadioField(_l("Yêu cầu gì"), validate_choice=False)
    words = TextAreaField(_l("Nói rõ thêm"), render_kw={"maxlength": WORDS_MOST})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.right.choices = choices.words(RIGHTS)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether a right was chosen, and said what is to be corrected."""
        good = super().validate(extra_validators)
        self.blame(asking_faults(self.right.data or "", self.words.data or ""))
        return good and not self.errors


class StepForm(DeskForm):
    """A step of a request that waits for an answer."""

    NOT_NOW = _l("Việc này đã được ghi rồi. Trang đang hiện tình trạng mới nhất.")


class WriteDownForm(StepForm):
    """What somebody asks at the counter; their identity paper was seen, and its number is not asked for."""

    code = LineField(_l("Mã đơn"), most=20)
    right = RadioField(_l("Yêu cầu gì"), validate_choice=False)
    words = ProseField(_l("Lời của người yêu cầu"), most=WORDS_MOST)
    identity_seen = BooleanField(
        _l("Đã xem giấy tờ tùy thân, đúng là người gửi đơn này"), description=_l("Không ghi số giấy tờ.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.right.choices = choices.words(RIGHTS)


class ExtendForm(StepForm):
    """More days, once."""

    days = NumberField(_l("Thêm bao nhiêu ngày"))
    reason = ProseField(_l("Lý do, người yêu cầu đọc được"), most=TEXT_MOST)


class FulfilForm(StepForm):
    """What was done."""

    answer = ProseField(_l("Đã làm gì, người yêu cầu đọc được"), most=TEXT_MOST)
    erase = BooleanField(
        _l("Xóa số điện thoại và thư điện tử khỏi đơn này"),
        description=_l("Không lấy lại được, kể cả từ bản sao lưu. Họ tên và nội dung đơn được giữ."),
    )


class CorrectForm(FulfilForm):
    """What was done about what is wrong: name, phone and email are set right at once; what is left empty stays."""

    name = LineField(_l("Họ và tên đúng"), most=120)
    phone = LineField(_l("Số điện thoại đúng"), most=30)
    email = LineField(_l("Thư điện tử đúng"), most=160)


class RefuseForm(StepForm):
    """Why it is not done, by which law."""

    ground = WordField(_l("Căn cứ"), missing="ground_unknown")
    refusal = ProseField(_l("Lời giải thích, người yêu cầu đọc được"), most=TEXT_MOST)

    def offer(self, lists: Any) -> None:
        """Offer the grounds that fit the right, which ``lists`` names."""
        fitting = {ground: GROUNDS[ground] for ground in grounds_for(lists)}
        self.ground.choices = [("", _("Chọn căn cứ")), *choices.words(fitting)]

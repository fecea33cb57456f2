"""The forms of residents: a question before a dialogue, and the secret words of a receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from accounts.read_models import FieldItem, VillageItem
from dialogue.commitment_phrases import sentence
from dialogue.question_phrases import FAULTS, fault
from dialogue.question_rules import NewQuestion, cleaned_question, question_faults
from feedback.forms.choices import rows, villages
from feedback.forms.resident import GuardedForm, ResidentForm, row_id
from feedback.signs import reads_as_denunciation


class PublicForm(GuardedForm):
    """A guarded form of residents with the sentences of this room."""

    SENTENCE = staticmethod(fault)


class QuestionForm(PublicForm):
    """A question as a resident types it; field names are those of dialogue.question_rules.NewQuestion."""

    text = TextAreaField(_l("Câu hỏi"), description=_l("Một câu hỏi về một việc. Ghi rõ việc gì, ở đâu."))
    field_id = SelectField(_l("Thuộc việc gì?"), default="", invalid_choice_message=FAULTS["field_unknown"])
    village_id = SelectField(_l("Ở thôn nào?"), default="", invalid_choice_message=FAULTS["village_unknown"])
    own_right = BooleanField(
        _l("Tôi khiếu nại một giấy tờ hay việc làm của cơ quan ảnh hưởng đến quyền của chính tôi"),
        description=_l("Khiếu nại có thời hạn và người giải quyết riêng, không hỏi ở buổi đối thoại."),
    )
    accuses = BooleanField(
        _l("Tôi nói một người cụ thể đã vi phạm pháp luật và cần bị xử lý"),
        description=_l("Đó là tố cáo. Tố cáo không gửi qua trang này, để giữ bí mật cho người tố cáo."),
    )
    name = StringField(_l("Họ và tên"))
    phone = StringField(_l("Số điện thoại"), description=_l("10 số, ví dụ 0912 345 678. Chỉ dùng để báo về câu hỏi này."))
    email = StringField(_l("Thư điện tử"), description=_l("Nếu ghi, thư báo tin sẽ gửi tới đây."))
    hide_name = BooleanField(_l("Không công khai tên tôi"), default=True)

    def __init__(
        self, *, field_items: Sequence[FieldItem], village_items: Sequence[VillageItem], locale: str, **options: Any
    ) -> None:
        super().__init__(**options)
        self.locale = locale
        self.field_id.choices = rows(field_items, locale=locale, empty=_("Chưa rõ, cán bộ chọn giúp"))
        self.village_id.choices = villages(village_items, empty=_("Chọn thôn"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the question can be taken; every fault of every field is told at once."""
        well_formed = super().validate(extra_validators)
        faults = question_faults(cleaned_question(self.question()))
        self.blame({name: code for name, code in faults.items() if not self._fields[name].errors})
        return well_formed and not faults

    def question(self) -> NewQuestion:
        """Return what was typed as the command takes it."""
        return NewQuestion(
            text=self.text.data or "", name=self.name.data or "", phone=self.phone.data or "", email=self.email.data or "",
            hide_name=self.hide_name.data, field_id=row_id(self.field_id.data), village_id=row_id(self.village_id.data),
            locale=self.locale,
        )  # fmt: skip

    @property
    def denounces(self) -> bool:
        """Whether the asker says that it is a denunciation, or the words read as one."""
        return bool(self.accuses.data) or reads_as_denunciation(self.text.data or "")

    @property
    def led(self) -> str:
        """Return which procedure of its own this belongs to: "denunciation", "complaint" or ""."""
        if self.denounces:
            return "denunciation"
        return "complaint" if self.own_right.data else ""


class SecretForm(ResidentForm):
    """The secret words of a receipt."""

    secret = StringField(_l("Từ bí mật"), description=_l("Bốn từ ghi dưới mã; không dấu cũng được."))


class VerdictForm(ResidentForm):
    """Whether a promise was kept, as who asked sees it; the pressed button says which."""

    text = TextAreaField(_l("Điều gì chưa được?"), description=_l("Cán bộ xem, che thông tin riêng rồi mới hiện công khai."))

    def blame(self, faults: Mapping[str, str]) -> None:
        """Put a command's complaints at the words."""
        for code in faults.values():
            self.text.errors = [*self.text.errors, sentence(code)]

"""The form with which a helper of a village writes a neighbour's letter down: few fields, and the consent."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, RadioField

from feedback.assistance_rules import Consent, ConsentBy, ConsentWay, Matter
from feedback.forms.choices import words
from feedback.forms.desk_form import DayField, DeskForm, IdField, LineField, ProseField
from feedback.forms.faults import SENTENCES
from feedback.rules import NewCase
from feedback.signs import reads_as_denunciation
from feedback.states import CaseKind, Channel

MATTERS = {
    Matter.REPORT: _l("Báo một việc, hoặc đề nghị xã làm một việc"),
    Matter.COMPLAINT: _l("Xin xem lại giấy tờ, việc làm của cơ quan đụng đến quyền của mình"),
    Matter.DENUNCIATION: _l("Tố một người làm sai pháp luật"),
}
WAYS = {
    ConsentWay.ORAL: _l("Nói miệng"),
    ConsentWay.SIGNED: _l("Ký trên giấy"),
    ConsentWay.FINGERPRINT: _l("Điểm chỉ trên giấy"),
}
WHO = {
    ConsentBy.SENDER: _l("Chính người gửi"),
    ConsentBy.REPRESENTATIVE: _l("Cha mẹ, người giám hộ hoặc người được ủy quyền"),
}


class AssistForm(DeskForm):
    """A letter for a neighbour. ``token`` makes a double press one case; ``sentence_version`` is what stands on the page."""

    token = HiddenField()
    sentence_version = HiddenField()
    matter = RadioField(_l("Bà con muốn gì?"), default=Matter.REPORT.value, validate_choice=False)
    story = ProseField(_l("Lời của bà con"), most=5000)
    not_denunciation = BooleanField(_l("Không phải tố cáo: bà con báo một việc để xã xử lý"))
    village_id = IdField(_l("Thôn"), missing="village_unknown")
    place = LineField(_l("Chỗ nào trong thôn?"))
    name = LineField(_l("Họ và tên người gửi"), most=120)
    phone = LineField(_l("Số điện thoại của người gửi"), most=20)
    messages = BooleanField(_l("Người gửi đồng ý nhận tin nhắn"))
    files = MultipleFileField(_l("Ảnh"))
    consent_way = RadioField(_l("Đồng ý bằng cách nào?"), validate_choice=False)
    consent_by = RadioField(_l("Ai đồng ý?"), default=ConsentBy.SENDER.value, validate_choice=False)
    consent_name = LineField(_l("Họ và tên người đồng ý thay"), most=120)
    consented_on = DayField(_l("Ngày đồng ý"))
    read_aloud = BooleanField(_l("Đã đọc câu trên cho người gửi nghe và người gửi đồng ý"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.matter.choices, self.consent_way.choices, self.consent_by.choices = words(MATTERS), words(WAYS), words(WHO)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether everything that was sent is well-formed; what is missing of the consent the command says."""
        good = super().validate(extra_validators)
        if self.matter.data not in MATTERS:
            self.matter.errors, good = [SENTENCES["choice_unknown"]], False
        if self.consent_by.data not in WHO:
            self.consent_by.errors, good = [SENTENCES["choice_unknown"]], False
        return good

    @property
    def leads_to(self) -> Matter | None:
        """Return the way of its own that the matter has, or None: it can be written down here."""
        if self.matter.data == Matter.COMPLAINT:
            return Matter.COMPLAINT
        denounces = not self.not_denunciation.data and reads_as_denunciation(self.story.data or "")
        return Matter.DENUNCIATION if denounces or self.matter.data == Matter.DENUNCIATION else None

    def letter(self) -> NewCase:
        """Return the letter as the command takes it; which kind it is in law the office decides."""
        return NewCase(
            kind=CaseKind.REFLECTION, story=self.story.data or "", village_id=self.village_id.data, place=self.place.data or "",
            name=self.name.data or "", phone=self.phone.data or "", channel=Channel.ASSISTED,
            messages=self.messages.data,
        )  # fmt: skip

    def consent(self) -> Consent:
        """Return what was written down of the consent."""
        way = self.consent_way.data
        return Consent(
            read_aloud=bool(self.read_aloud.data), way=ConsentWay(way) if way in WAYS else None,
            by=ConsentBy(self.consent_by.data), name=self.consent_name.data or "", given_on=self.consented_on.data,
            version=self.sentence_version.data or "",
        )  # fmt: skip

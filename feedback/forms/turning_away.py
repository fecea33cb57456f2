"""The forms of the steps by which a letter leaves: transfer, guide, return, refuse, file, hand over."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from feedback import phrases
from feedback.doors import door
from feedback.forms import choices
from feedback.forms.desk_form import IdField, LineField, ProseField, letter_words
from feedback.forms.faults import SENTENCES, sentence
from feedback.forms.late import LateForm
from feedback.states import Action, CaseKind


class TurnAwayForm(LateForm):
    """Ground with its article and the letter to the sender; ``seen`` marks the words as they were last looked at."""

    ground_code = RadioField(_l("Căn cứ"), invalid_choice_message=SENTENCES["ground_missing"])
    earlier_code = LineField(_l("Mã hồ sơ trước đó (khi nội dung lặp lại)"), most=20)
    detail = ProseField(_l("Nói rõ thêm về căn cứ"), most=1000)
    letter = ProseField(_l("Lời báo cho người gửi"))
    seen = HiddenField(default="")
    action = Action.RETURN
    explained = False
    """Whether a ground alone is too little: how it shows in this letter has to be said as well."""
    text = _l(
        "%(commune)s đã nhận nội dung này nhưng đơn chưa đủ điều kiện xử lý. Xin bổ sung rồi gửi lại. Nếu cần hỏi thêm, "
        "xin gọi %(phone)s."
    )

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with a letter to be completed, and with the ground where there is only one."""
        grounds = phrases.grounds_for(cls.action)
        only = {"ground_code": grounds[0].code} if len(grounds) == 1 else {}
        return {**only, "letter": letter_words(cls.text, locale=file.sender_locale, commune=lists.commune, phone=lists.phone)}

    def offer(self, lists: Any) -> None:
        """Offer the grounds that the law gives for this step, each with its article."""
        super().offer(lists)
        self.ground_code.choices = choices.words({item.code: item.words for item in phrases.grounds_for(self.action)})

    @property
    def articles(self) -> dict[str, str]:
        """Return the article of each ground; nothing when all stand on the article of the step itself."""
        articles = {item.code: item.article for item in phrases.grounds_for(self.action)}
        return articles if len(set(articles.values())) > 1 else {}

    @property
    def term(self) -> str:
        """Return the legal term by which the letter has to leave on the chosen ground, or an empty text."""
        return next((item.term for item in phrases.grounds_for(self.action) if item.code == self.ground_code.data), "")

    @property
    def ground(self) -> str:
        """Return the ground with its article, and what was added to it."""
        return " ".join(part for part in (phrases.ground_text(self.ground_code.data), self.detail.data) if part)


class RefuseForm(TurnAwayForm):
    """Say no, where the law allows it."""

    action = Action.REFUSE
    text = _l("%(commune)s không nhận giải quyết nội dung này. Nếu chưa rõ, xin gọi %(phone)s.")


class TransferForm(TurnAwayForm):
    """Also names the body that receives the case."""

    earlier_code = None
    receiver = LineField(_l("Cơ quan nhận"))
    action = Action.TRANSFER
    text = _l(
        "Nội dung này không thuộc thẩm quyền giải quyết của %(commune)s. Đơn đã được chuyển đến cơ quan có thẩm quyền; "
        "kết quả do cơ quan đó trả lời. Nếu cần hỏi thêm, xin gọi %(phone)s."
    )
    crime_text = _l(
        "Nội dung này có dấu hiệu tội phạm nên đã được chuyển ngay cho Công an xã. Nếu cần báo thêm, xin gọi 113 hoặc đến trụ "
        "sở Công an xã, bất cứ giờ nào."
    )

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with the usual ground; feedback on a regulation goes to the province's office (Decree 20/2008, Art. 9.1d)."""
        if cls.action is not Action.TRANSFER:
            return super().known(file, lists)
        if file.kind == CaseKind.REGULATION_FEEDBACK:
            start = {"ground_code": "regulation_feedback", "receiver": _("Văn phòng Ủy ban nhân dân tỉnh")}
        else:
            start = {"ground_code": "not_competent"}
        return {**super().known(file, lists), **start}

    @property
    def articles(self) -> dict[str, str]:
        """Return the article of each ground; what cannot wait says so."""
        found = super().articles
        if self.action is Action.TRANSFER:
            found[phrases.CRIME] = _("%(article)s. Phải chuyển ngay.", article=found[phrases.CRIME])
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the transfer is complete, after what nobody wrote was filled in for a crime report."""
        if self.action is Action.TRANSFER and self.ground_code.data == phrases.CRIME:
            self.receiver.data = self.receiver.data or _("Công an xã")
            if self.letter.data in ("", self.letter.object_data):
                self.letter.data = str(self.crime_text)
        return super().validate(extra_validators)


class GuideForm(TransferForm):
    """Names where the sender has to go; for what is no petition the right door fills in what nobody wrote."""

    receiver = LineField(_l("Nơi người gửi cần đến"))
    action = Action.GUIDE
    text = _l(
        "Nội dung này không thuộc thẩm quyền giải quyết của %(commune)s. Xin gửi đơn đến cơ quan có thẩm quyền và mang theo "
        "giấy tờ liên quan. Nếu cần hỏi thêm, xin gọi %(phone)s."
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the guidance is complete, after the door of the chosen ground has filled what nobody wrote."""
        chosen = door(self.ground_code.data or "", "vi")
        if chosen is not None:
            self.receiver.data = self.receiver.data or chosen.receiver
            if self.letter.data in ("", self.letter.object_data):
                self.letter.data = chosen.text
        return super().validate(extra_validators)


class HandoverForm(TurnAwayForm):
    """Names the commune of this installation that receives the letter."""

    earlier_code = None
    unit_id = IdField(_l("Xã nhận"), missing="commune_unknown")
    action = Action.HANDOVER
    text = _l(
        "Việc này không thuộc %(commune)s. Đơn đã được bàn giao cho xã có trách nhiệm; xã đó sẽ trả lời. "
        "Mã đơn và bốn từ bí mật giữ nguyên. Nếu cần hỏi thêm, xin gọi %(phone)s."
    )

    def offer(self, lists: Any) -> None:
        """Offer the grounds and the communes; of a letter that came from another commune only that one."""
        super().offer(lists)
        known = [SelectChoice(value=str(item.id), label=item.office) for item in lists.communes]
        self.unit_id.choices = known if len(known) == 1 else [SelectChoice(value="", label=_("Chọn xã")), *known]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether a commune was chosen."""
        good = super().validate(extra_validators)
        if self.unit_id.data is None and not self.unit_id.errors:
            self.unit_id.errors = [sentence("commune_unknown")]
        return good and not self.errors


class FileOnlyForm(TurnAwayForm):
    """File a letter that is not eligible: a ground, how it shows in this letter, and the words to the sender."""

    detail = ProseField(_l("Vì sao đơn này thuộc trường hợp đó (người gửi sẽ đọc)"), most=1000)
    action = Action.FILE_ONLY
    explained = True
    text = _l(
        "%(commune)s đã nhận đơn này. Đơn không đủ điều kiện xử lý nên được lưu; xã không giải quyết tiếp theo đơn này. Giấy tờ "
        "bản gốc gửi kèm (nếu có) xin đến nhận lại. Nếu cần hỏi thêm, xin gọi %(phone)s."
    )

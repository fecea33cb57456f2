"""The forms of the complaint procedure, one class for each step; field names are those that the command takes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from feedback.complaint_rules import may_be_notarised
from feedback.complaint_states import (
    UNDECIDED_OUTCOMES,
    Challenged,
    ComplaintAction,
    EndGround,
    HigherOutcome,
    Presence,
    RefusalGround,
    Result,
    Scope,
    Signature,
    StopGround,
)
from feedback.forms import choices
from feedback.forms.complaint_fields import ComplaintForm, CriteriaField, RadioChoice, SettlingForm, WordsForm
from feedback.forms.desk_form import DayField, IdField, LineField, NumberField, ProseField, letter_words
from feedback.forms.faults import sentence


class CheckTimeForm(WordsForm):
    """Which decision or act, when it became known, and the time in which the person could not complain."""

    challenged = RadioChoice(_l("Khiếu nại về"), Challenged)
    target = ProseField(
        _l("Khiếu nại quyết định hoặc việc làm nào"),
        most=1000,
        description=_l("Số, ngày, cơ quan ra quyết định; hoặc việc làm nào, của ai."),
    )
    learned_on = DayField(
        _l("Ngày người khiếu nại nhận được hoặc biết được"), description=_l("Quyết định kỷ luật: ngày nhận được quyết định.")
    )
    excused_days = NumberField(
        _l("Số ngày có trở ngại khách quan"), description=_l("Ốm đau, thiên tai, đi công tác xa…; không có thì để 0.")
    )
    excused_reason = ProseField(_l("Lý do và giấy tờ chứng minh trở ngại"), most=1000)

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with what is on file."""
        known = file.complaint
        if known is None:
            return {}
        same = ("challenged", "target", "learned_on", "excused_days", "excused_reason")
        return {name: getattr(known, name) for name in same}


class SignatureForm(WordsForm):
    """How and when it was signed."""

    signature = RadioChoice(_l("Cách ký"), Signature, without=("none",))
    signed_on = DayField(_l("Ngày ký"))


class PeopleForm(ComplaintForm):
    """Who complains and who speaks for them."""

    people = NumberField(_l("Số người cùng khiếu nại"))
    representatives = ProseField(
        _l("Người đại diện"), most=1000, description=_l("Mỗi dòng một họ tên. Đến 10 người: 1–2; trên 10 người: nhiều nhất 5.")
    )
    appointment_paper = LineField(_l("Văn bản cử người đại diện"))
    all_signed = BooleanField(_l("Đơn có đủ chữ ký của mọi người khiếu nại"))
    attorney = LineField(_l("Người được ủy quyền (nếu có)"), most=120)
    attorney_paper = LineField(_l("Giấy ủy quyền (mẫu 02): số, ngày, nơi công chứng hoặc chứng thực"))

    def offer(self, lists: Any) -> None:
        """Name the ways in which an authority is confirmed on that day."""
        if not may_be_notarised(lists.today):
            self.attorney_paper.label.text = _l("Giấy ủy quyền (mẫu 02): số, ngày, nơi chứng thực")
            self.attorney_paper.description = _l("Từ 01/01/2027 chỉ còn chứng thực (cần xác nhận với văn bản).")

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with what is on file."""
        known = file.complaint
        if known is None:
            return {}
        same = ("people", "appointment_paper", "all_signed", "attorney", "attorney_paper")
        return {**{name: getattr(known, name) for name in same}, "representatives": "\n".join(known.representatives)}


class AcceptComplaintForm(WordsForm):
    """Who verifies, and whether the case is complex."""

    department_id = IdField(_l("Phòng, ban xác minh"), missing="department_unknown")
    officer_id = IdField(_l("Người xác minh"), missing="officer_unknown")
    criteria = CriteriaField(_l("Vụ việc phức tạp (nếu có, chọn tiêu chí)"))
    complex_reason = ProseField(_l("Lý do xác định phức tạp"), most=1000)

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with what the responsibility matrix proposes."""
        if file.proposal is None or file.proposal.department is None:
            return {}
        officer = file.proposal.officer
        return {"department_id": file.proposal.department.id, "officer_id": officer.id if officer else None}

    def offer(self, lists: Any) -> None:
        """Offer departments, the officers in them, and the criteria."""
        super().offer(lists)
        self.department_id.choices = choices.rows(lists.departments, locale=lists.locale, empty=_l("Chọn phòng, ban"))
        self.officer_id.choices = choices.officers(
            lists.officers, lists.departments, locale=lists.locale, empty=_l("Phòng tự phân công")
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether a department was chosen."""
        good = super().validate(extra_validators)
        if self.department_id.data is None and not self.department_id.errors:
            self.department_id.errors = [sentence("department_unknown")]
        return good and not self.errors


class NotAcceptForm(SettlingForm):
    """On which of the nine grounds, and why."""

    ground = RadioChoice(_l("Căn cứ (Luật Khiếu nại 2011, Điều 11)"), RefusalGround)
    reason = ProseField(_l("Lý do (người khiếu nại đọc đúng những chữ này)"), most=2000)


class GuideComplaintForm(SettlingForm):
    """Where the person has to complain."""

    receiver = LineField(_l("Nơi người khiếu nại cần gửi đơn"))
    letter = ProseField(_l("Lời hướng dẫn"), most=2000)

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with a letter to be completed."""
        text = _l(
            "Khiếu nại này không thuộc thẩm quyền giải quyết của Chủ tịch %(commune)s. Xin gửi đơn đến đúng nơi ghi ở trên trong "
            "thời hiệu khiếu nại; giấy tờ gốc được trả lại. Nếu cần hỏi thêm, xin gọi %(phone)s.",
        )
        return {"letter": letter_words(text, locale=file.sender_locale, commune=lists.commune, phone=lists.phone)}


class ComplexForm(WordsForm):
    """By which criteria the case is complex."""

    criteria = CriteriaField(_l("Tiêu chí (Nghị định 124/2020/NĐ-CP, Điều 3a)"))
    complex_reason = ProseField(_l("Lý do, ghi vào hồ sơ"), most=1000)


class VerifyForm(ComplaintForm):
    """What is to be found out first."""

    task = ProseField(_l("Nội dung cần xác minh"), most=2000)


class TaskForm(VerifyForm):
    """One more thing to be found out, until a day of the office's own."""

    due_on = DayField(_l("Làm xong trước ngày"))


class FinishTaskForm(ComplaintForm):
    """What was found."""

    task_id = IdField(_l("Việc xác minh"))
    found = ProseField(_l("Kết quả xác minh"), most=4000)

    def offer(self, lists: Any) -> None:
        """Offer open tasks."""
        self.task_id.choices = choices.words({str(number): text for number, text in lists.tasks.items()})


class RequestForm(ComplaintForm):
    """Papers asked of somebody."""

    asked_of = LineField(_l("Yêu cầu ai cung cấp"))
    text = ProseField(_l("Thông tin, tài liệu cần cung cấp (trong 7 ngày)"), most=2000)


class ReceivePapersForm(ComplaintForm):
    """What came in."""

    request_id = IdField(_l("Yêu cầu"))
    received_on = DayField(_l("Ngày nhận được"))
    remark = ProseField(_l("Đã nhận những gì"), most=2000)

    def offer(self, lists: Any) -> None:
        """Offer requests that wait."""
        self.request_id.choices = choices.words({str(number): text for number, text in lists.requests.items()})


class ReportForm(WordsForm):
    """The report on the verification."""

    report = ProseField(_l("Kết quả xác minh từng nội dung"), most=8000)
    proposal = RadioChoice(_l("Đề nghị kết luận"), Result)
    differs = BooleanField(
        _l("Yêu cầu của người khiếu nại và kết quả xác minh còn khác nhau"),
        description=_l("Khi đó phải đối thoại trước khi quyết định."),
    )


class InviteForm(ComplaintForm):
    """When and where the dialogue is, about what, and with whom."""

    planned_on = DayField(_l("Ngày đối thoại"), description=_l("Sau hôm nay ít nhất 5 ngày, không kể ngày đối thoại."))
    hour = LineField(_l("Giờ"), most=5)
    place = LineField(_l("Nơi đối thoại"))
    topics = ProseField(_l("Nội dung đối thoại"), most=4000, description=_l("Ghi trong thông báo; người khiếu nại đọc được."))
    invited = ProseField(
        _l("Người, cơ quan được mời cùng dự"),
        most=2000,
        description=_l("Mỗi dòng một: người bị khiếu nại, người có quyền, nghĩa vụ liên quan, cơ quan, tổ chức có liên quan."),
    )

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with what the complaint is about."""
        return {"topics": file.complaint.target} if file.complaint else {}


class DialogueForm(WordsForm):
    """The minutes."""

    held_on = DayField(_l("Ngày đối thoại"))
    presence = RadioChoice(_l("Người khiếu nại"), Presence)
    minutes = ProseField(_l("Thành phần, nội dung, ý kiến"), most=8000)
    agreed = ProseField(_l("Những điều đã thống nhất"), most=4000)
    disputed = ProseField(_l("Những điều còn khác nhau"), most=4000)

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with the day that was announced."""
        planned = file.complaint.open_dialogue if file.complaint else None
        return {"held_on": planned.planned_on} if planned else {}


class SuspendForm(WordsForm):
    """Why the settlement stops."""

    ground = RadioChoice(_l("Căn cứ (Luật Khiếu nại 2011, Điều 11a)"), StopGround)
    reason = ProseField(_l("Lý do và giấy tờ chứng minh"), most=2000)


class WhyForm(ComplaintForm):
    """One reason."""

    reason = ProseField(_l("Lý do"), most=2000)


class SentForm(ComplaintForm):
    """The day on which a decision was sent."""

    sent_on = DayField(_l("Ngày gửi"))

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with today."""
        return {"sent_on": lists.today}


class WithdrawForm(SettlingForm):
    """What is withdrawn, by how many; of a complaint in hand the chair says why it is late, when it is discontinued."""

    scope = RadioChoice(_l("Rút"), Scope)
    what = ProseField(_l("Nội dung rút (khi rút một phần)"), most=2000)
    leaving = NumberField(_l("Số người rút (khi nhiều người)"))

    def offer(self, lists: Any) -> None:
        """Ask why it is late only where the withdrawal ends the road."""
        super().offer(lists)
        self.late = lists.late and not lists.in_hand


class ContinueForm(WordsForm):
    """Which withdrawal does not count, and what shows that the complainant was pressed."""

    scope = RadioChoice(_l("Việc rút nào do bị ép buộc"), Scope)
    returning = NumberField(_l("Số người tiếp tục khiếu nại (khi một số người bị ép rút)"))
    reason = ProseField(
        _l("Bị ép buộc thế nào, căn cứ vào đâu"),
        most=2000,
        description=_l("Chỉ cán bộ đọc được; người khiếu nại không thấy chữ này."),
    )

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with the withdrawal that is on file."""
        known = file.complaint
        if known is None:
            return {}
        part = Scope.PART if known.withdrawn_part else Scope.SOME_PEOPLE
        return {"scope": Scope.WHOLE.value if known.withdrawn_on else part.value, "returning": known.people_left or None}


class DiscontinueForm(SettlingForm):
    """Why the settlement ends."""

    ground = RadioChoice(_l("Căn cứ (Luật Khiếu nại 2011, Điều 11a)"), EndGround)
    reason = ProseField(_l("Lý do"), most=2000)


class ComplaintDecisionForm(SettlingForm):
    """The decision."""

    result = RadioChoice(_l("Kết luận"), Result)
    decision_number = LineField(_l("Số quyết định"), most=60, description=_l("Ví dụ: 12/QĐ-UBND."))
    decision = ProseField(_l("Nội dung quyết định (người khiếu nại đọc đúng những chữ này)"), most=8000)


class AppealForm(ComplaintForm):
    """The day of the second complaint, and that on which its time began."""

    appealed_on = DayField(_l("Ngày khiếu nại lần hai"))
    received_on = DayField(
        _l("Ngày người khiếu nại nhận được quyết định"),
        description=_l("Thời hiệu tính từ ngày này. Để trống khi không biết: tính từ ngày gửi."),
    )

    def offer(self, lists: Any) -> None:
        """Ask for the receipt of a decision where there is one."""
        if lists.undecided:
            del self.received_on


class SecondForm(ComplaintForm):
    """The day on which the province accepted the second complaint."""

    taken_on = DayField(_l("Ngày Chủ tịch UBND tỉnh thụ lý"))
    complex_case = BooleanField(
        _l("Tỉnh xác định vụ việc phức tạp"), description=_l("Hồ sơ đã ghi phức tạp thì không cần đánh dấu.")
    )


class CourtForm(ComplaintForm):
    """The day on which the court took the case."""

    court_on = DayField(_l("Ngày tòa án thụ lý"))


class HigherForm(SettlingForm):
    """What the province or the court decided: about the first decision, or in the stead of one that had not come."""

    outcome = RadioChoice(_l("Kết quả"), HigherOutcome)
    outcome_on = DayField(
        _l("Ngày quyết định hoặc bản án (để trống: hôm nay)"),
        description=_l("Hồ sơ ghi ngày này là ngày có hiệu lực. Văn bản ghi ngày khác thì ghi rõ ở nội dung."),
    )
    text = ProseField(_l("Số, ngày quyết định hoặc bản án; nội dung chính"), most=2000)

    def offer(self, lists: Any) -> None:
        """Offer what fits: there is a first decision, or there is none."""
        self.outcome.without = tuple(word for word in HigherOutcome if (word in UNDECIDED_OUTCOMES) is not lists.undecided)
        super().offer(lists)


class EnforceForm(ComplaintForm):
    """How the decision is carried out."""

    text = ProseField(_l("Việc thi hành quyết định"), most=4000)
    done = BooleanField(_l("Đã thi hành xong"))


class RemarkForm(ComplaintForm):
    """A last word, if any."""

    remark = ProseField(_l("Ghi chú kết thúc"), most=2000)


COMPLAINT_FORMS: dict[ComplaintAction, type[ComplaintForm]] = {
    ComplaintAction.CHECK_TIME: CheckTimeForm, ComplaintAction.RECORD_PEOPLE: PeopleForm,
    ComplaintAction.RECORD_SIGNATURE: SignatureForm, ComplaintAction.ACCEPT: AcceptComplaintForm,
    ComplaintAction.NOT_ACCEPT: NotAcceptForm, ComplaintAction.GUIDE: GuideComplaintForm,
    ComplaintAction.MARK_COMPLEX: ComplexForm, ComplaintAction.VERIFY: VerifyForm, ComplaintAction.ADD_TASK: TaskForm,
    ComplaintAction.FINISH_TASK: FinishTaskForm, ComplaintAction.REQUEST_PAPERS: RequestForm,
    ComplaintAction.RECEIVE_PAPERS: ReceivePapersForm, ComplaintAction.REPORT: ReportForm, ComplaintAction.INVITE: InviteForm,
    ComplaintAction.HOLD_DIALOGUE: DialogueForm, ComplaintAction.SUSPEND: SuspendForm, ComplaintAction.RESUME: WhyForm,
    ComplaintAction.CONFIRM_SENT: SentForm, ComplaintAction.WITHDRAW: WithdrawForm,
    ComplaintAction.CONTINUE: ContinueForm,
    ComplaintAction.DISCONTINUE: DiscontinueForm, ComplaintAction.DECIDE: ComplaintDecisionForm,
    ComplaintAction.SEND_DECISION: SentForm, ComplaintAction.RECORD_APPEAL: AppealForm, ComplaintAction.RECORD_COURT: CourtForm,
    ComplaintAction.RECORD_SECOND: SecondForm,
    ComplaintAction.RECORD_OUTCOME: HigherForm, ComplaintAction.ENTER_FORCE: ComplaintForm,
    ComplaintAction.FOLLOW_UP: EnforceForm, ComplaintAction.CLOSE: RemarkForm,
}  # fmt: skip

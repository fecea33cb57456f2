"""The words of commitments, minutes and conclusions: labels of states and steps, and a sentence for every refusal."""

from __future__ import annotations

from typing import Any, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from core.i18n import current_locale
from dialogue.commitment_states import CommitmentState, CommitmentStep
from feedback.forms.faults import sentence as letters_sentence

Words = Any


class Named(Protocol):
    """What bears the name of a department."""

    department: str
    department_en: str


STATES: dict[CommitmentState, Words] = {
    CommitmentState.DRAFT: _l("Bản nháp"),
    CommitmentState.OPEN: _l("Đang làm"),
    CommitmentState.DONE: _l("Đã báo làm xong"),
    CommitmentState.CONFIRMED: _l("Người hỏi xác nhận đã xong"),
    CommitmentState.DISPUTED: _l("Người hỏi chưa đồng ý"),
    CommitmentState.WITHDRAWN: _l("Thôi thực hiện"),
}
STEPS: dict[CommitmentStep, Words] = {
    CommitmentStep.PROGRESS: _l("Báo tiến độ"),
    CommitmentStep.MOVE: _l("Dời hạn"),
    CommitmentStep.DONE: _l("Báo đã làm xong"),
    CommitmentStep.CONFIRM: _l("Người hỏi xác nhận đã xong"),
    CommitmentStep.DISPUTE: _l("Người hỏi chưa đồng ý"),
    CommitmentStep.WITHDRAW: lazy_pgettext("button", "Thôi thực hiện"),
}
ENTRIES: dict[str, Words] = {
    "open": _l("Đã hứa trong thông báo kết luận"), "progress": _l("Tiến độ"), "move": _l("Dời hạn"),
    "done": _l("Báo đã làm xong"), "confirm": _l("Người hỏi xác nhận đã xong"), "dispute": _l("Người hỏi chưa đồng ý"),
    "withdraw": _l("Thôi thực hiện"), "remark": _l("Ý kiến giám sát của Mặt trận Tổ quốc"),
    "reply": _l("Đã trả lời ý kiến giám sát"),
}  # fmt: skip
EVIDENCE: dict[str, Words] = {
    "photo": _l("Ảnh"), "document": _l("Văn bản"), "none": _l("Không có minh chứng, ghi lý do"),
}  # fmt: skip
CHANNELS: dict[str, Words] = {
    "media": _l("Đài truyền thanh, trang thông tin"), "posted": _l("Niêm yết tại trụ sở"),
    "village_heads": _l("Gửi trưởng các thôn"),
}  # fmt: skip
SENTENCES: dict[str, Words] = {
    "commitment_text_missing": _l("Hãy ghi đúng việc đã hứa: làm gì, ở đâu, bao nhiêu."),
    "commitment_owner_missing": _l(
        "Hãy chọn phòng, ban và người chịu trách nhiệm: cam kết không có người làm thì không công bố."
    ),
    "commitment_date_missing": _l("Hãy ghi hạn, hoặc chọn tính hạn từ ngày thông báo kết luận."),
    "commitment_evidence_missing": _l("Hãy ghi sẽ cho người dân xem minh chứng gì khi làm xong."),
    "commitment_gaps": _l("Có cam kết còn thiếu người chịu trách nhiệm, hạn hoặc minh chứng nên chưa công bố được."),
    "commitment_date_past": _l("Hạn này đã qua. Hãy chọn ngày từ hôm nay trở đi."),
    "commitment_same_date": _l("Đây vẫn là hạn cũ. Hãy chọn ngày khác."),
    "commitment_done_on": _l("Ngày làm xong phải từ ngày kết luận đến hôm nay."),
    "commitment_document_missing": _l("Hãy ghi số, ngày của văn bản làm minh chứng."),
    "conclusion_missing": _l("Hãy viết nội dung kết luận trước khi công bố."),
    "channels_missing": _l("Hãy chọn ít nhất một cách công bố kết quả (Luật Tổ chức chính quyền địa phương 2025, Điều 43)."),
    "channels_wanted": _l("Hãy chọn ít nhất một cách công bố kết quả."),
    "promise_before_dialogue": _l("Hạn này trước ngày đối thoại. Hãy chọn ngày từ hôm đối thoại trở đi."),
    "minutes_gap": _l("Biên bản cần có mục này trước khi kết thúc."),
    "minutes_gap_end": _l("Giờ kết thúc phải sau giờ bắt đầu."),
    "minutes_empty": _l("Biên bản chưa có ý kiến nào."),
    "reads_as_denunciation": _l("Lời này giống một đơn tố cáo nên không nhận ở đây. Tố cáo có cách gửi riêng để giữ bí mật."),
    "outcome_without_question": _l("Hãy chọn câu hỏi gửi trước mà kết quả này trả lời."),
    "question_unknown": _l("Câu hỏi này không còn trong danh sách được đưa ra đối thoại. Hãy chọn câu khác."),
    "answer_missing": _l("Hãy ghi lời trả lời: mọi người đọc được ở trang câu hỏi."),
    "part_too_large": _l("Số này lớn hơn tổng số người dự."),
    "turn_minutes": _l("Thời gian nói từ 1 đến 60 phút."),
}
REFUSALS: dict[str, Words] = {
    "minutes_missing": _l(
        "Chưa có biên bản đã kết thúc nên chưa công bố được kết luận: kết luận căn cứ vào biên bản "
        "(Luật Tổ chức chính quyền địa phương 2025, Điều 43)."
    ),
    "minutes_wanted": _l("Chưa có biên bản đã kết thúc nên chưa ra được kết luận: kết luận căn cứ vào biên bản."),
    "conclusions_not_now": _l("Chỉ viết kết luận sau khi buổi đối thoại đã diễn ra và chưa công bố kết quả."),
    "minutes_not_open": _l("Biên bản chỉ ghi được từ lúc khai mạc đến khi công bố kết luận."),
    "minutes_ended": _l("Biên bản đã kết thúc và có số nên không sửa được nữa."),
    "commitment_wrong_state": _l("Cam kết đang ở tình trạng khác nên không làm được bước này."),
    "voice_given": _l("Đã có ý kiến về lần báo xong này. Khi xã báo lại thì có ý kiến tiếp được."),
    "voice_decided": _l("Lời này đã được xem xét rồi."),
    "remark_answered": _l("Ý kiến giám sát này đã được trả lời."),
    "dialogue_wrong_state": _l("Buổi đối thoại đang ở tình trạng khác nên không làm được bước này."),
    "turn_wrong_state": _l("Lượt này đang ở tình trạng khác nên không làm được bước này."),
    "no_series": _l("Văn bản này chưa có sổ số."),
}


def state_label(state: str) -> str:
    """Return the word of a state; "overdue" is one that is computed."""
    return _("Quá hạn") if state == "overdue" else str(STATES[CommitmentState(state)])


def department_label(line: Named) -> str:
    """Return the name of the department that answers for a commitment, in the reader's language where it has one."""
    return (line.department_en if current_locale() == "en" else "") or line.department


def step_label(step: str) -> str:
    """Return the word of a step, as its button says it."""
    return str(STEPS[CommitmentStep(step)])


def entry_label(kind: str) -> str:
    """Return the headline of a line of the history."""
    return str(ENTRIES.get(kind, kind))


def sentence(code: str) -> str:
    """Return the sentence of a code: this room's own, or that of the letters."""
    known = SENTENCES.get(code)
    return letters_sentence(code) if known is None else str(known)


def refusal(code: str) -> str:
    """Return why a step cannot be taken now, with the rule."""
    known = REFUSALS.get(code)
    return _("Lúc này không làm được bước này.") if known is None else str(known)

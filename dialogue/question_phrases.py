"""Words on the screen for what the room knows as codes: states, channels, reasons, outcomes, and the sentences of faults."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from dialogue.question_states import Procedure, QuestionChannel, QuestionOutcome, QuestionState, RefusalReason

STATES = {
    QuestionState.WAITING: _l("Đang chờ xem"),
    QuestionState.ACCEPTED: _l("Được đưa ra đối thoại"),
    QuestionState.MERGED: _l("Đã gộp vào câu hỏi tương tự"),
    QuestionState.LED_ELSEWHERE: _l("Chuyển sang thủ tục riêng"),
    QuestionState.REFUSED: _l("Không đưa ra đối thoại"),
}
STATE_LOOKS = {
    QuestionState.WAITING: "waiting", QuestionState.ACCEPTED: "accepted", QuestionState.MERGED: "merged",
    QuestionState.LED_ELSEWHERE: "guided", QuestionState.REFUSED: "refused",
}  # fmt: skip
"""State → the look of its tag (templates/components/status.html)."""
CHANNELS = {
    QuestionChannel.WEB: _l("Gửi trên mạng"),
    QuestionChannel.VILLAGE_HEAD: _l("Qua trưởng thôn"),
    QuestionChannel.FRONT: _l("Qua Mặt trận Tổ quốc"),
    QuestionChannel.PAPER: _l("Phiếu giấy"),
    QuestionChannel.HALL: _l("Hỏi tại hội trường"),
}
OUTCOMES = {
    QuestionOutcome.OPEN: _l("Chưa trả lời"),
    QuestionOutcome.ANSWERED: _l("Đã trả lời"),
    QuestionOutcome.PROMISED: _l("Đã có cam kết"),
    QuestionOutcome.FOLLOW_UP: _l("Sẽ trả lời sau"),
}
OUTCOME_LOOKS = {
    QuestionOutcome.OPEN: "waiting", QuestionOutcome.ANSWERED: "answered", QuestionOutcome.PROMISED: "planned",
    QuestionOutcome.FOLLOW_UP: "running",
}  # fmt: skip
REASONS = {
    RefusalReason.OUT_OF_COMPETENCE: _l("Không thuộc thẩm quyền của xã"),
    RefusalReason.OUT_OF_TOPIC: _l("Không thuộc nội dung buổi đối thoại"),
    RefusalReason.SETTLED: _l("Đã được giải quyết xong theo quy định"),
    RefusalReason.NO_CONTENT: _l("Chưa rõ hỏi điều gì"),
    RefusalReason.OFFENSIVE: _l("Có lời xúc phạm hoặc xuyên tạc"),
    RefusalReason.CONFIDENTIAL: _l("Liên quan bí mật nhà nước"),
}
PROCEDURES = {
    Procedure.COMPLAINT: _l("Khiếu nại"),
    Procedure.DENUNCIATION: _l("Tố cáo"),
}
FAULTS = {
    "question_short": _l("Câu hỏi còn quá ngắn. Hãy ghi rõ hỏi về việc gì, ở đâu."),
    "question_long": _l("Câu hỏi dài quá 2.000 chữ. Hãy rút gọn."),
    "reads_as_denunciation": _l("Lời này giống một đơn tố cáo nên không nhận ở đây. Tố cáo có cách gửi riêng để giữ bí mật."),
    "name_missing": _l("Hãy ghi họ và tên."),
    "phone_missing": _l("Hãy ghi số điện thoại để xã báo lại."),
    "phone_bad": _l("Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0."),
    "phone_registered": _l(
        "Số này đã đăng ký dự buổi đối thoại này. Chỗ ấy xem hoặc hủy ở phiếu đăng ký, bằng bốn từ bí mật trên phiếu."
    ),
    "email_bad": _l("Địa chỉ thư điện tử chưa đúng."),
    "field_unknown": _l("Hãy chọn một lĩnh vực trong danh sách."),
    "village_unknown": _l("Hãy chọn một thôn trong danh sách."),
    "lines_missing": _l("Chưa có câu hỏi nào. Hãy ghi ít nhất một câu."),
    "lines_many": _l("Mỗi lần nhập nhiều nhất 40 câu hỏi."),
    "channel_unknown": _l("Hãy chọn câu hỏi đến bằng cách nào."),
    "dialogue_over": _l("Buổi đối thoại đã kết thúc hoặc bị hủy nên không nhập thêm câu hỏi."),
    "public_text_short": _l("Hãy ghi lời câu hỏi sẽ hiện công khai, ít nhất 10 chữ."),
    "public_text_long": _l("Lời công khai dài quá 2.000 chữ. Hãy rút gọn."),
    "reason_unknown": _l("Hãy chọn lý do trong danh sách."),
    "reason_short": _l("Hãy ghi rõ lý do, ít nhất 10 chữ. Mọi người đọc được lý do này."),
    "procedure_unknown": _l("Hãy chọn thủ tục."),
    "picks_missing": _l("Hãy chọn ít nhất một câu hỏi khác để gộp."),
    "picks_many": _l("Mỗi lần gộp nhiều nhất 30 câu hỏi."),
    "leading_state": _l("Câu hỏi chính phải là câu đã được đưa ra đối thoại."),
    "leading_elsewhere": _l("Hai câu hỏi không cùng một buổi đối thoại."),
    "department_unknown": _l("Hãy chọn một phòng, ban trong danh sách."),
    "officer_unknown": _l("Hãy chọn một người đang làm việc ở phòng đó."),
    "due_missing": _l("Hãy ghi ngày cần có dự thảo."),
    "due_past": _l("Ngày cần có dự thảo phải từ hôm nay trở đi."),
    "draft_missing": _l("Chưa có chữ nào để lưu."),
    "draft_long": _l("Dự thảo dài quá 5.000 chữ. Hãy rút gọn."),
    "answer_missing": _l("Hãy ghi lời trả lời."),
    "place_missing": _l("Hãy chọn nơi dự."),
    "place_unknown": _l("Hãy chọn một nơi trong danh sách."),
    "wishes_long": _l("Yêu cầu hỗ trợ dài quá 500 chữ. Hãy rút gọn."),
    "registration_closed": _l("Buổi đối thoại này không còn nhận đăng ký. Vẫn có thể đến dự mà không cần đăng ký."),
    "people_range": _l("Số người phải từ 1 đến 200."),
}


def fault(code: str) -> str:
    """Return the sentence of a fault."""
    known = FAULTS.get(code)
    return _("Chỗ này chưa đúng. Hãy xem lại.") if known is None else str(known)


def label(words: dict, value: str) -> str:
    """Return the word of a value, or nothing for none."""
    return next((str(word) for key, word in words.items() if key == value), "")

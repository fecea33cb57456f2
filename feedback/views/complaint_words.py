"""The words, addresses and lines of the complaint procedure at the desk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from feedback.complaint_states import ComplaintAction as Do
from feedback.views.desk_words import LineWords, StepWords

COMPLAINT_STEPS: dict[Do, StepWords] = {
    Do.CHECK_TIME: StepWords(
        label=_l("Kiểm tra thời hiệu"), hint=_l("90 ngày, kỷ luật 15 ngày; trừ thời gian có trở ngại"), icon="clock",
        button=_l("Lưu và tính thời hiệu"), done=_l("Đã tính thời hiệu."),
    ),
    Do.RECORD_PEOPLE: StepWords(
        label=_l("Người khiếu nại, đại diện, ủy quyền"), hint=_l("Nhiều người: cử đại diện, đủ chữ ký"), icon="user",
        button=_l("Lưu người khiếu nại"), done=_l("Đã ghi người khiếu nại."),
    ),
    Do.RECORD_SIGNATURE: StepWords(
        label=_l("Ghi nhận chữ ký"), hint=_l("Đơn khiếu nại phải có chữ ký hoặc điểm chỉ"), icon="edit",
        button=_l("Lưu chữ ký"), done=_l("Đã ghi nhận chữ ký."),
    ),
    Do.ACCEPT: StepWords(
        label=_l("Thụ lý khiếu nại"), hint=_l("Giao xác minh; người khiếu nại được báo hạn giải quyết"), icon="check",
        button=_l("Thụ lý và báo người khiếu nại"), done=_l("Đã thụ lý. Người khiếu nại đã được báo."),
    ),
    Do.NOT_ACCEPT: StepWords(
        label=_l("Không thụ lý"), hint=_l("Chỉ khi thuộc một trong chín trường hợp của luật"), icon="close",
        button=_l("Không thụ lý và báo người khiếu nại"), done=_l("Đã báo không thụ lý."), danger=True,
    ),
    Do.GUIDE: StepWords(
        label=_l("Hướng dẫn nơi giải quyết"), hint=_l("Không thuộc thẩm quyền: hướng dẫn, không chuyển đơn"), icon="info",
        button=_l("Gửi hướng dẫn"), done=_l("Đã gửi hướng dẫn cho người khiếu nại."), danger=True,
    ),
    Do.MARK_COMPLEX: StepWords(
        label=_l("Xác định vụ việc phức tạp"), hint=_l("Chọn tiêu chí; thời hạn được tính lại"), icon="flag",
        button=_l("Xác định phức tạp"), done=_l("Đã xác định vụ việc phức tạp và tính lại hạn."),
    ),
    Do.VERIFY: StepWords(
        label=_l("Giao xác minh"), hint=_l("Nêu nội dung cần xác minh"), icon="search",
        button=_l("Giao xác minh"), done=_l("Đã giao xác minh."),
    ),
    Do.ADD_TASK: StepWords(
        label=_l("Thêm việc xác minh"), hint=_l("Việc gì, xong trước ngày nào"), icon="plus",
        button=_l("Thêm việc"), done=_l("Đã thêm việc xác minh."),
    ),
    Do.FINISH_TASK: StepWords(
        label=_l("Ghi kết quả một việc xác minh"), hint=_l("Đã tìm hiểu được gì"), icon="check",
        button=_l("Lưu kết quả"), done=_l("Đã ghi kết quả xác minh."),
    ),
    Do.REQUEST_PAPERS: StepWords(
        label=_l("Yêu cầu cung cấp tài liệu"), hint=_l("Người được yêu cầu có 7 ngày"), icon="document",
        button=_l("Gửi yêu cầu"), done=_l("Đã ghi yêu cầu và hạn 7 ngày."),
    ),
    Do.RECEIVE_PAPERS: StepWords(
        label=_l("Nhận tài liệu"), hint=_l("Ghi ngày nhận và đã nhận gì"), icon="inbox",
        button=_l("Lưu tài liệu đã nhận"), done=_l("Đã ghi việc nhận tài liệu."),
    ),
    Do.REPORT: StepWords(
        label=_l("Báo cáo kết quả xác minh"), hint=_l("Kết quả từng nội dung và đề nghị kết luận"), icon="document",
        button=_l("Trình báo cáo"), done=_l("Đã trình báo cáo xác minh."),
    ),
    Do.INVITE: StepWords(
        label=_l("Mời đối thoại"), hint=_l("Báo trước ít nhất 5 ngày"), icon="calendar",
        button=_l("Gửi thông báo đối thoại"), done=_l("Đã gửi thông báo đối thoại."),
    ),
    Do.HOLD_DIALOGUE: StepWords(
        label=_l("Lập biên bản đối thoại"), hint=_l("Ai dự, ai vắng, thống nhất gì, còn khác gì"), icon="edit",
        button=_l("Lưu biên bản"), done=_l("Đã lập biên bản đối thoại."),
    ),
    Do.SUSPEND: StepWords(
        label=_l("Tạm đình chỉ giải quyết"), hint=_l("Thời hạn dừng đến khi có quyết định tiếp tục"), icon="hourglass",
        button=_l("Tạm đình chỉ"), done=_l("Đã tạm đình chỉ; thời hạn đang dừng."), danger=True,
    ),
    Do.RESUME: StepWords(
        label=_l("Tiếp tục giải quyết"), hint=_l("Thời hạn chạy tiếp từ quyết định này"), icon="reopened",
        button=_l("Tiếp tục giải quyết"), done=_l("Đã tiếp tục; thời hạn được tính tiếp."),
    ),
    Do.CONFIRM_SENT: StepWords(
        label=_l("Ghi ngày gửi quyết định"), hint=_l("Gửi trong 3 ngày làm việc"), icon="send",
        button=_l("Lưu ngày gửi"), done=_l("Đã ghi ngày gửi quyết định."),
    ),
    Do.WITHDRAW: StepWords(
        label=_l("Ghi nhận rút khiếu nại"), hint=_l("Toàn bộ, một phần, hoặc một số người"), icon="reply",
        button=_l("Ghi nhận việc rút"), done=_l("Đã ghi nhận việc rút khiếu nại."), danger=True,
    ),
    Do.CONTINUE: StepWords(
        label=_l("Tiếp tục giải quyết sau khi rút"), hint=_l("Chỉ khi người khiếu nại bị ép buộc rút"), icon="reopened",
        button=_l("Tiếp tục giải quyết khiếu nại"), done=_l("Khiếu nại được tiếp tục giải quyết. Người khiếu nại đã được báo."),
    ),
    Do.DISCONTINUE: StepWords(
        label=_l("Đình chỉ giải quyết"), hint=_l("Kết thúc mà không quyết định về nội dung"), icon="close",
        button=_l("Đình chỉ và báo người khiếu nại"), done=_l("Đã đình chỉ giải quyết."), danger=True,
    ),
    Do.DECIDE: StepWords(
        label=_l("Quyết định giải quyết khiếu nại"), hint=_l("Đúng, sai, hay đúng một phần"), icon="scale",
        button=_l("Ban hành quyết định"), done=_l("Đã ban hành quyết định. Phải gửi trong 3 ngày làm việc."),
    ),
    Do.SEND_DECISION: StepWords(
        label=_l("Gửi quyết định"), hint=_l("Từ ngày này tính thời hạn khiếu nại lần hai"), icon="send",
        button=_l("Đã gửi quyết định"), done=_l("Đã ghi ngày gửi; người khiếu nại đọc được quyết định."),
    ),
    Do.RECORD_APPEAL: StepWords(
        label=_l("Ghi khiếu nại lần hai"), hint=_l("Do Chủ tịch UBND tỉnh giải quyết"), icon="transfer",
        button=_l("Lưu khiếu nại lần hai"), done=_l("Đã ghi khiếu nại lần hai."),
    ),
    Do.RECORD_SECOND: StepWords(
        label=_l("Ghi việc tỉnh thụ lý lần hai"), hint=_l("Để theo dõi hạn giải quyết của tỉnh"), icon="calendar",
        button=_l("Lưu ngày tỉnh thụ lý"), done=_l("Đã ghi ngày tỉnh thụ lý."),
    ),
    Do.RECORD_COURT: StepWords(
        label=_l("Ghi việc khởi kiện"), hint=_l("Khi tòa án đã thụ lý"), icon="scale",
        button=_l("Lưu việc khởi kiện"), done=_l("Đã ghi việc khởi kiện."),
    ),
    Do.RECORD_OUTCOME: StepWords(
        label=_l("Ghi kết quả của cấp trên hoặc tòa án"), hint=_l("Giữ nguyên, sửa hay hủy quyết định"), icon="check",
        button=_l("Lưu kết quả"), done=_l("Đã ghi kết quả."),
    ),
    Do.ENTER_FORCE: StepWords(
        label=_l("Quyết định có hiệu lực"), hint=_l("Khi hết hạn mà không khiếu nại tiếp"), icon="check",
        button=_l("Ghi quyết định có hiệu lực"), done=_l("Quyết định đã có hiệu lực."),
    ),
    Do.FOLLOW_UP: StepWords(
        label=_l("Theo dõi thi hành"), hint=_l("Đã thi hành đến đâu"), icon="edit",
        button=_l("Lưu việc thi hành"), done=_l("Đã ghi việc thi hành."),
    ),
    Do.CLOSE: StepWords(
        label=_l("Kết thúc hồ sơ khiếu nại"), hint=_l("Khi đã thi hành xong"), icon="check",
        button=_l("Kết thúc hồ sơ"), done=_l("Đã kết thúc hồ sơ."),
    ),
}  # fmt: skip

COMPLAINT_SLUGS: dict[Do, str] = {
    Do.CHECK_TIME: "thoi-hieu", Do.RECORD_PEOPLE: "nguoi-khieu-nai", Do.RECORD_SIGNATURE: "chu-ky", Do.ACCEPT: "thu-ly",
    Do.NOT_ACCEPT: "khong-thu-ly", Do.GUIDE: "huong-dan-khieu-nai", Do.MARK_COMPLEX: "phuc-tap", Do.VERIFY: "xac-minh",
    Do.ADD_TASK: "viec-xac-minh", Do.FINISH_TASK: "ket-qua-xac-minh", Do.REQUEST_PAPERS: "yeu-cau-tai-lieu",
    Do.RECEIVE_PAPERS: "nhan-tai-lieu", Do.REPORT: "bao-cao", Do.INVITE: "moi-doi-thoai", Do.HOLD_DIALOGUE: "bien-ban",
    Do.SUSPEND: "tam-dinh-chi", Do.RESUME: "tiep-tuc", Do.CONFIRM_SENT: "da-gui", Do.WITHDRAW: "rut-don",
    Do.CONTINUE: "tiep-tuc-sau-khi-rut",
    Do.DISCONTINUE: "dinh-chi", Do.DECIDE: "quyet-dinh", Do.SEND_DECISION: "gui-quyet-dinh", Do.RECORD_APPEAL: "lan-hai",
    Do.RECORD_SECOND: "tinh-thu-ly", Do.RECORD_COURT: "khoi-kien", Do.RECORD_OUTCOME: "ket-qua-cap-tren",
    Do.ENTER_FORCE: "hieu-luc", Do.FOLLOW_UP: "thi-hanh", Do.CLOSE: "ket-thuc",
}  # fmt: skip
"""The words in the addresses of the steps."""

COMPLAINT_ORDER: tuple[Do, ...] = (
    Do.DECIDE, Do.SEND_DECISION, Do.ACCEPT, Do.VERIFY, Do.RESUME, Do.CHECK_TIME, Do.RECORD_SIGNATURE, Do.RECORD_PEOPLE, Do.REPORT,
    Do.FINISH_TASK, Do.ADD_TASK, Do.REQUEST_PAPERS, Do.RECEIVE_PAPERS, Do.HOLD_DIALOGUE, Do.INVITE, Do.CONFIRM_SENT,
    Do.ENTER_FORCE, Do.FOLLOW_UP, Do.CLOSE, Do.RECORD_OUTCOME, Do.RECORD_SECOND, Do.RECORD_APPEAL, Do.RECORD_COURT,
    Do.MARK_COMPLEX, Do.GUIDE, Do.NOT_ACCEPT, Do.SUSPEND, Do.WITHDRAW, Do.CONTINUE, Do.DISCONTINUE,
)  # fmt: skip

COMPLAINT_USUAL = frozenset(
    {Do.CHECK_TIME, Do.ACCEPT, Do.VERIFY, Do.DECIDE, Do.SEND_DECISION, Do.ENTER_FORCE, Do.RESUME, Do.FOLLOW_UP}
)
"""Steps that stand open when they come first."""

QUIET = frozenset({Do.CHECK_TIME, Do.RECORD_PEOPLE, Do.RECORD_SIGNATURE, Do.ADD_TASK, Do.FINISH_TASK})
TONES = {
    Do.ACCEPT: "good", Do.NOT_ACCEPT: "mute", Do.SUSPEND: "wait", Do.RESUME: "again", Do.CONTINUE: "again",
    Do.DISCONTINUE: "mute",
    Do.WITHDRAW: "mute", Do.DECIDE: "good", Do.SEND_DECISION: "good", Do.ENTER_FORCE: "good", Do.CLOSE: "good",
    Do.RECORD_APPEAL: "wait", Do.RECORD_SECOND: "wait", Do.RECORD_COURT: "wait", Do.INVITE: "wait", Do.MARK_COMPLEX: "wait",
}  # fmt: skip


def line_name(action: Do) -> str:
    """Return the kind of the timeline's line that a step leaves."""
    return f"kn_{action.value}"[:24]


COMPLAINT_LINES: dict[str, LineWords] = {
    line_name(action): LineWords(title=step.label, icon=step.icon, tone=TONES.get(action, "mute" if action in QUIET else "open"))
    for action, step in COMPLAINT_STEPS.items()
}
"""A line of the timeline is called as the step that left it."""

"""The words, pictures and colours of the desk: lists, steps, lines of the timeline, and why somebody is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from deadlines.engine import Urgency
from feedback.queries.desk_filters import DueWithin, Unhappy
from feedback.queries.desk_tabs import Tab
from feedback.queries.waiting import Waiting
from feedback.states import Action

Words = Any


@dataclass(frozen=True, kw_only=True)
class StepWords:
    """A step: its verb, one line on what happens, its picture, the button, and what is said when it is done."""

    label: Words
    hint: Words
    icon: str
    button: Words
    done: Words
    danger: bool = False


STEPS: dict[Action, StepWords] = {
    Action.CLASSIFY: StepWords(
        label=_l("Phân loại"), hint=_l("Loại đơn, lĩnh vực và thôn"), icon="filter",
        button=_l("Lưu phân loại"), done=_l("Đã phân loại hồ sơ."),
    ),
    Action.ACCEPT: StepWords(
        label=_l("Nhận giải quyết (thụ lý)"), hint=_l("Giao người xử lý; người gửi được báo ngày trả lời"), icon="check",
        button=_l("Nhận và giao việc này"), done=_l("Đã nhận giải quyết và giao việc. Người gửi đã được báo."),
    ),
    Action.ASSIGN: StepWords(
        label=_l("Giao người khác"), hint=_l("Hạn trả lời giữ nguyên"), icon="user",
        button=_l("Giao việc này"), done=_l("Đã giao việc."),
    ),
    Action.RELIEVE: StepWords(
        label=_l("Xin giao lại"), hint=_l("Khi việc này nên do người khác làm; hạn trả lời giữ nguyên"), icon="transfer",
        button=_l("Gửi đề nghị giao lại"), done=_l("Đã gửi đề nghị. Hồ sơ vẫn ở tên bạn cho đến khi được giao lại."),
    ),
    Action.TRANSFER: StepWords(
        label=_l("Chuyển cơ quan khác"), hint=_l("Khi việc không thuộc thẩm quyền của xã"), icon="transfer",
        button=_l("Chuyển và báo người gửi"), done=_l("Đã chuyển hồ sơ và báo người gửi."), danger=True,
    ),
    Action.GUIDE: StepWords(
        label=_l("Hướng dẫn người gửi"), hint=_l("Khi người gửi cần tự đến nơi khác"), icon="info",
        button=_l("Gửi hướng dẫn"), done=_l("Đã gửi hướng dẫn cho người gửi."), danger=True,
    ),
    Action.RETURN: StepWords(
        label=_l("Trả lại đơn"), hint=_l("Khi người gửi có thể bổ sung, hoặc giấy tờ phải gửi trả"), icon="reply",
        button=_l("Trả lại và báo người gửi"), done=_l("Đã trả lại đơn và báo người gửi."), danger=True,
    ),
    Action.FILE_ONLY: StepWords(
        label=_l("Lưu đơn"), hint=_l("Đơn không đủ điều kiện xử lý: lưu, không giải quyết tiếp"), icon="inbox",
        button=_l("Lưu đơn và báo người gửi"), done=_l("Đã lưu đơn và báo người gửi."), danger=True,
    ),
    Action.REFUSE: StepWords(
        label=_l("Từ chối"), hint=_l("Chỉ với người đến trực tiếp, khi luật cho phép; phải nêu căn cứ"), icon="close",
        button=_l("Từ chối và báo người gửi"), done=_l("Đã từ chối và báo người gửi."), danger=True,
    ),
    Action.NOTE: StepWords(
        label=_l("Ghi chú nội bộ"), hint=_l("Người gửi và công chúng không thấy"), icon="edit",
        button=_l("Lưu ghi chú"), done=_l("Đã lưu ghi chú."),
    ),
    Action.DIRECT: StepWords(
        label=_l("Cho ý kiến chỉ đạo"), hint=_l("Người xử lý được báo ngay"), icon="flag",
        button=_l("Gửi ý kiến chỉ đạo"), done=_l("Đã gửi ý kiến chỉ đạo."),
    ),
    Action.REMIND: StepWords(
        label=_l("Nhắc người xử lý"), hint=_l("Mỗi ngày nhắc một lần; lời nhắc được ghi vào diễn biến"), icon="hourglass",
        button=_l("Gửi lời nhắc"), done=_l("Đã gửi lời nhắc."),
    ),
    Action.ASK: StepWords(
        label=_l("Hỏi thêm người gửi"), hint=_l("Thời hạn vẫn chạy trong lúc chờ"), icon="reply",
        button=_l("Gửi câu hỏi"), done=_l("Đã gửi câu hỏi cho người gửi."),
    ),
    Action.EXTEND: StepWords(
        label=_l("Xin gia hạn"), hint=_l("Một lần, có lý do; lãnh đạo duyệt rồi người gửi mới được báo"), icon="calendar",
        button=_l("Gửi đề nghị gia hạn"), done=_l("Đã gửi đề nghị gia hạn cho lãnh đạo."),
    ),
    Action.DECIDE_EXTENSION: StepWords(
        label=_l("Duyệt gia hạn"), hint=_l("Đồng ý thì người gửi được báo ngày mới và lý do"), icon="calendar",
        button=_l("Đồng ý gia hạn"), done=_l("Đã quyết định việc gia hạn."),
    ),
    Action.APOLOGISE: StepWords(
        label=_l("Viết thư xin lỗi"), hint=_l("Đã quá hạn: nói rõ vì sao và hẹn ngày mới"), icon="reply",
        button=_l("Trình lãnh đạo ký"), done=_l("Đã trình thư xin lỗi. Lãnh đạo ký thì người gửi được báo."),
    ),
    Action.DECIDE_APOLOGY: StepWords(
        label=_l("Ký thư xin lỗi"), hint=_l("Ký thì người gửi được báo ngay; hạn theo luật giữ nguyên"), icon="edit",
        button=_l("Ký và gửi"), done=_l("Đã quyết định về thư xin lỗi."),
    ),
    Action.DRAFT: StepWords(
        label=_l("Soạn trả lời"), hint=_l("Lưu lúc nào cũng được; trình khi đã đủ"), icon="document",
        button=_l("Lưu nháp"), done=_l("Đã lưu nháp trả lời."),
    ),
    Action.SUBMIT: StepWords(
        label=_l("Trình lãnh đạo duyệt"), hint=_l("Gửi bản nháp đã lưu"), icon="send",
        button=_l("Trình duyệt"), done=_l("Đã trình lãnh đạo duyệt."),
    ),
    Action.RECALL: StepWords(
        label=_l("Rút lại trình"), hint=_l("Khi lãnh đạo chưa duyệt; bản trả lời về lại nháp để sửa"), icon="reply",
        button=_l("Rút lại trình"), done=_l("Đã rút lại. Bản trả lời là nháp, sửa rồi trình lại được."),
    ),
    Action.APPROVE: StepWords(
        label=_l("Duyệt trả lời"), hint=_l("Đọc bản trả lời và minh chứng trước khi duyệt"), icon="check",
        button=_l("Duyệt và phát hành"), done=_l("Đã duyệt trả lời."),
    ),
    Action.SEND_BACK: StepWords(
        label=_l("Trả lại để sửa"), hint=_l("Ghi rõ cần sửa chỗ nào"), icon="reply",
        button=_l("Trả lại cho cán bộ"), done=_l("Đã trả lại bản trả lời để sửa."),
    ),
    Action.ISSUE: StepWords(
        label=_l("Phát hành trả lời"), hint=_l("Gửi trả lời đã duyệt cho người gửi"), icon="send",
        button=_l("Phát hành trả lời"), done=_l("Đã phát hành trả lời. Người gửi đã được báo."),
    ),
    Action.PUBLISH: StepWords(
        label=_l("Công khai"), hint=_l("Soát bản đã che tên, số điện thoại rồi cho mọi người xem"), icon="eye",
        button=_l("Cho mọi người xem bản này"), done=_l("Đã công khai bản này."),
    ),
    Action.UNPUBLISH: StepWords(
        label=_l("Gỡ bản công khai"), hint=_l("Chỉ còn số, lĩnh vực, thôn, ngày và tình trạng"), icon="hidden",
        button=_l("Gỡ bản công khai"), done=_l("Đã gỡ bản công khai."), danger=True,
    ),
    Action.MERGE: StepWords(
        label=_l("Gộp vào hồ sơ khác"), hint=_l("Khi hai đơn nói cùng một việc; cả hai người gửi đều được báo"), icon="copy",
        button=_l("Gộp và báo người gửi"), done=_l("Đã gộp hồ sơ. Những người gửi đã được báo."), danger=True,
    ),
    Action.UNMERGE: StepWords(
        label=_l("Bỏ gộp"), hint=_l("Khi hồ sơ chính chưa được trả lời"), icon="reply",
        button=_l("Bỏ gộp và báo người gửi"), done=_l("Đã bỏ gộp. Thời hạn tính lại từ ngày nhận đơn."), danger=True,
    ),
    Action.SPLIT: StepWords(
        label=_l("Tách đơn"), hint=_l("Khi một đơn có nhiều việc khác loại"), icon="transfer",
        button=_l("Tách và báo người gửi"), done=_l("Đã tách đơn. Người gửi đã được báo."), danger=True,
    ),
    Action.URGE: StepWords(
        label=_l("Đôn đốc cơ quan nhận"), hint=_l("Khi cơ quan nhận quá hạn trả lời"), icon="bell",
        button=_l("Ghi việc đôn đốc"), done=_l("Đã ghi việc đôn đốc."),
    ),
    Action.RECORD_REPLY: StepWords(
        label=_l("Ghi trả lời của cơ quan nhận"), hint=_l("Người gửi được báo và đọc được nội dung"), icon="document",
        button=_l("Lưu và báo người gửi"), done=_l("Đã ghi trả lời. Người gửi đã được báo."),
    ),
    Action.MARK_URGENT: StepWords(
        label=_l("Xếp là việc khẩn"), hint=_l("Phải xử lý trong một ngày làm việc"), icon="warning",
        button=_l("Xếp là việc khẩn"), done=_l("Đã xếp là việc khẩn. Người xử lý và lãnh đạo đã được báo."),
    ),
    Action.PORTAL: StepWords(
        label=_l("Cổng quốc gia"), hint=_l("Ghi mã phản ánh, lần đã cập nhật"), icon="external",
        button=_l("Lưu"), done=_l("Đã lưu thông tin Cổng quốc gia."),
    ),
    Action.FILE: StepWords(
        label=_l("Lưu làm thông tin tham khảo"), hint=_l("Đơn không ghi tên: đã kiểm tra, không trả lời riêng"), icon="inbox",
        button=_l("Lưu làm thông tin tham khảo"), done=_l("Đã lưu làm thông tin tham khảo."), danger=True,
    ),
    Action.HANDOVER: StepWords(
        label=_l("Bàn giao xã khác"), hint=_l("Khi việc thuộc một xã cùng dùng hệ thống này; đơn đi cả lời và ảnh"),
        icon="transfer", button=_l("Bàn giao và báo người gửi"), done=_l("Đã bàn giao hồ sơ. Người gửi và xã nhận đã được báo."),
        danger=True,
    ),
    Action.REVOKE: StepWords(
        label=_l("Thu hồi bước vừa làm"), hint=_l("Khi kết thúc nhầm; hồ sơ về như trước, thời hạn tính tiếp"), icon="reply",
        button=_l("Thu hồi và báo người gửi"), done=_l("Đã thu hồi. Hồ sơ về như trước và người gửi đã được báo."), danger=True,
    ),
    Action.REPORT_BACK: StepWords(
        label=_l("Ghi đã báo lại nơi chuyển đơn"), hint=_l("Cơ quan, đại biểu đã chuyển đơn này cần biết kết quả"), icon="reply",
        button=_l("Ghi là đã báo lại"), done=_l("Đã ghi việc báo lại nơi chuyển đơn."),
    ),
}  # fmt: skip

SLUGS: dict[Action, str] = {
    Action.CLASSIFY: "phan-loai", Action.ACCEPT: "nhan", Action.ASSIGN: "giao", Action.RELIEVE: "xin-giao-lai",
    Action.TRANSFER: "chuyen",
    Action.GUIDE: "huong-dan", Action.RETURN: "tra-lai", Action.REFUSE: "tu-choi", Action.FILE_ONLY: "luu-don",
    Action.NOTE: "ghi-chu",
    Action.DIRECT: "chi-dao", Action.REMIND: "nhac",
    Action.ASK: "hoi-them", Action.EXTEND: "gia-han", Action.DECIDE_EXTENSION: "duyet-gia-han",
    Action.DRAFT: "du-thao", Action.SUBMIT: "trinh", Action.RECALL: "rut-trinh",
    Action.APPROVE: "duyet", Action.SEND_BACK: "tra-du-thao",
    Action.ISSUE: "phat-hanh", Action.PUBLISH: "cong-khai", Action.UNPUBLISH: "go-cong-khai", Action.MERGE: "gop",
    Action.UNMERGE: "bo-gop", Action.SPLIT: "tach", Action.URGE: "don-doc", Action.RECORD_REPLY: "ghi-tra-loi",
    Action.MARK_URGENT: "khan", Action.PORTAL: "cong-quoc-gia", Action.FILE: "luu-thong-tin",
    Action.HANDOVER: "ban-giao", Action.REPORT_BACK: "bao-lai", Action.REVOKE: "thu-hoi",
    Action.APOLOGISE: "xin-loi", Action.DECIDE_APOLOGY: "ky-xin-loi",
}  # fmt: skip
"""The words in the addresses of the steps."""

TABS: dict[Tab, tuple[str, Words]] = {
    Tab.TODO: ("can-lam", _l("Cần tôi làm")), Tab.UNCLASSIFIED: ("cho-phan-loai", _l("Chờ phân loại, giao")),
    Tab.APPROVAL: ("cho-duyet", _l("Chờ duyệt")), Tab.OVERDUE: ("qua-han", _l("Quá hạn")),
    Tab.OPEN: ("dang-mo", _l("Đang mở")), Tab.ALL: ("tat-ca", _l("Tất cả")),
}  # fmt: skip

EMPTY: dict[Tab, tuple[Words, Words]] = {
    Tab.TODO: (_l("Không có việc nào đang chờ"), _l("Việc mới sẽ hiện ở đây, việc gấp nhất ở trên cùng.")),
    Tab.UNCLASSIFIED: (_l("Không còn đơn chờ phân loại, giao"), _l("Đơn mới gửi đến sẽ hiện ở đây.")),
    Tab.APPROVAL: (_l("Không có gì chờ duyệt"), _l("Bản trả lời và đề nghị gia hạn được trình sẽ hiện ở đây.")),
    Tab.OVERDUE: (_l("Không có hồ sơ quá hạn"), _l("Mọi hồ sơ đang mở đều còn trong hạn.")),
    Tab.OPEN: (_l("Không có hồ sơ đang mở"), _l("Mọi đơn đã nhận đều đã được trả lời.")),
    Tab.ALL: (_l("Chưa có hồ sơ nào"), _l("Đơn gửi qua mạng hoặc nhập tại quầy sẽ hiện ở đây.")),
}

WAITING: dict[Waiting, Words] = {
    Waiting.CLASSIFY: _l("Phân loại"), Waiting.ACCEPT: _l("Nhận và giao việc"), Waiting.ANSWER: _l("Soạn trả lời"),
    Waiting.PREPARATION: _l("Kiểm tra chữ ký, thời hiệu"), Waiting.CHAIR: _l("Chủ tịch thụ lý"),
    Waiting.SENDER: _l("Chờ người gửi trả lời câu hỏi"), Waiting.EXTENSION: _l("Lãnh đạo duyệt gia hạn"),
    Waiting.REASSIGN: _l("Giao lại cho người khác"), Waiting.APOLOGY: _l("Lãnh đạo ký thư xin lỗi"),
    Waiting.APPROVAL: _l("Lãnh đạo duyệt trả lời"), Waiting.ISSUE: _l("Phát hành trả lời"),
    Waiting.REPORT_BACK: _l("Báo lại nơi chuyển đơn"),
    Waiting.RATING: _l("Chờ người gửi đánh giá"), Waiting.VERIFICATION: _l("Giao xác minh"),
    Waiting.REPORT: _l("Xác minh, báo cáo, quyết định"), Waiting.RESUMPTION: _l("Chờ tiếp tục giải quyết"),
    Waiting.SENDING: _l("Gửi quyết định"), Waiting.NOTHING: "",
}  # fmt: skip

DUE: dict[DueWithin, Words] = {DueWithin.OVERDUE: _l("Đã quá hạn"), DueWithin.SOON: _l("Sắp đến hạn")}
UNHAPPY: dict[Unhappy, Words] = {
    Unhappy.EVER: _l("Từ trước tới nay"), Unhappy.MONTH: _l("30 ngày qua"), Unhappy.QUARTER: _l("90 ngày qua"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LineWords:
    """A line of the timeline: its title, picture and colour."""

    title: Words
    icon: str
    tone: str = "open"


TONES: dict[Urgency | None, tuple[str, str]] = {
    Urgency.OVERDUE: ("late", "late"), Urgency.DUE_TODAY: ("wait", "warning"), Urgency.DUE_SOON: ("wait", "hourglass"),
    Urgency.ON_TIME: ("good", "clock"), None: ("mute", "info"),
}  # fmt: skip
"""How urgent a case is → its colour and its picture; the words stand beside them."""

LINES: dict[str, LineWords] = {
    "registered": LineWords(title=_l("Nhận đơn"), icon="inbox", tone="good"),
    "classified": LineWords(title=lazy_pgettext("timeline", "Phân loại"), icon="filter"),
    "accepted": LineWords(title=lazy_pgettext("timeline", "Nhận giải quyết (thụ lý)"), icon="check", tone="good"),
    "assigned": LineWords(title=lazy_pgettext("timeline", "Giao việc"), icon="user"),
    "relief_asked": LineWords(title=lazy_pgettext("timeline", "Xin giao lại"), icon="transfer", tone="wait"),
    "transferred": LineWords(title=lazy_pgettext("timeline", "Chuyển cơ quan khác"), icon="transfer", tone="mute"),
    "guided": LineWords(title=lazy_pgettext("timeline", "Hướng dẫn người gửi"), icon="info", tone="mute"),
    "returned": LineWords(title=lazy_pgettext("timeline", "Trả lại đơn"), icon="reply", tone="mute"),
    "refused": LineWords(title=lazy_pgettext("timeline", "Từ chối"), icon="close", tone="mute"),
    "note": LineWords(title=_l("Ghi chú nội bộ"), icon="edit", tone="mute"),
    "direction": LineWords(title=_l("Ý kiến chỉ đạo"), icon="flag", tone="late"),
    "reminded": LineWords(title=lazy_pgettext("timeline", "Nhắc người xử lý"), icon="hourglass", tone="wait"),
    "escalated": LineWords(title=_l("Báo lên theo thời hạn"), icon="bell", tone="wait"),
    "asked": LineWords(title=lazy_pgettext("timeline", "Hỏi thêm người gửi"), icon="reply"),
    "added": LineWords(title=_l("Người gửi bổ sung"), icon="plus"),
    "extension_requested": LineWords(title=_l("Đề nghị gia hạn"), icon="calendar", tone="wait"),
    "extended": LineWords(title=_l("Được gia hạn"), icon="calendar", tone="wait"),
    "extension_declined": LineWords(title=lazy_pgettext("timeline", "Không đồng ý gia hạn"), icon="calendar", tone="mute"),
    "apology_written": LineWords(title=_l("Trình thư xin lỗi"), icon="send"),
    "apology_sent_back": LineWords(title=_l("Trả lại thư xin lỗi để sửa"), icon="reply", tone="wait"),
    "apologised": LineWords(title=_l("Xã xin lỗi vì trả lời trễ"), icon="reply", tone="wait"),
    "drafted": LineWords(title=lazy_pgettext("timeline", "Lưu nháp trả lời"), icon="document", tone="mute"),
    "submitted": LineWords(title=lazy_pgettext("timeline", "Trình lãnh đạo duyệt"), icon="send"),
    "recalled": LineWords(title=lazy_pgettext("timeline", "Rút lại bản đã trình"), icon="reply", tone="mute"),
    "sent_back": LineWords(title=lazy_pgettext("timeline", "Trả lại bản trả lời để sửa"), icon="reply", tone="wait"),
    "approved": LineWords(title=lazy_pgettext("timeline", "Duyệt trả lời"), icon="check", tone="good"),
    "issued": LineWords(title=lazy_pgettext("timeline", "Phát hành trả lời"), icon="send", tone="good"),
    "rated": LineWords(title=_l("Người gửi đánh giá"), icon="star"),
    "reopened": LineWords(title=lazy_pgettext("timeline", "Mở lại hồ sơ"), icon="reopened", tone="again"),
    "closed": LineWords(title=lazy_pgettext("timeline", "Kết thúc hồ sơ"), icon="check", tone="good"),
    "published": LineWords(title=lazy_pgettext("timeline", "Công khai"), icon="eye", tone="good"),
    "unpublished": LineWords(title=lazy_pgettext("timeline", "Gỡ bản công khai"), icon="hidden", tone="mute"),
    "due_moved": LineWords(title=_l("Hạn được tính lại"), icon="calendar", tone="wait"),
    "merged": LineWords(title=lazy_pgettext("timeline", "Gộp vào hồ sơ khác"), icon="copy", tone="mute"),
    "joined": LineWords(title=_l("Có đơn gộp vào"), icon="copy"),
    "unmerged": LineWords(title=lazy_pgettext("timeline", "Bỏ gộp"), icon="reply", tone="wait"),
    "left": LineWords(title=_l("Đơn gộp được tách ra lại"), icon="reply", tone="mute"),
    "split": LineWords(title=lazy_pgettext("timeline", "Tách thành nhiều đơn"), icon="transfer", tone="mute"),
    "part_made": LineWords(title=_l("Tách ra từ đơn nhiều việc"), icon="transfer"),
    "urged": LineWords(title=lazy_pgettext("timeline", "Đôn đốc cơ quan nhận"), icon="bell", tone="wait"),
    "transfer_replied": LineWords(title=_l("Cơ quan nhận trả lời"), icon="document", tone="good"),
    "reported_back": LineWords(title=_l("Đã báo lại nơi chuyển đơn"), icon="reply", tone="good"),
    "marked_urgent": LineWords(title=lazy_pgettext("timeline", "Xếp là việc khẩn"), icon="warning", tone="late"),
    "portal_noted": LineWords(title=_l("Ghi mã Cổng quốc gia"), icon="external"),
    "portal_updated": LineWords(title=_l("Cập nhật Cổng quốc gia"), icon="external"),
    "filed": LineWords(title=lazy_pgettext("timeline", "Lưu làm thông tin tham khảo"), icon="inbox", tone="mute"),
    "filed_only": LineWords(title=lazy_pgettext("timeline", "Lưu đơn"), icon="inbox", tone="mute"),
    "handed_over": LineWords(title=lazy_pgettext("timeline", "Bàn giao xã khác"), icon="transfer", tone="mute"),
    "revoked": LineWords(title=_l("Thu hồi thông báo trước"), icon="reply", tone="wait"),
    "handover_received": LineWords(title=_l("Nhận bàn giao từ xã khác"), icon="inbox", tone="good"),
    "data_asked": LineWords(title=_l("Yêu cầu về dữ liệu cá nhân"), icon="user", tone="wait"),
    "data_taken": LineWords(title=_l("Phản hồi yêu cầu về dữ liệu cá nhân"), icon="reply"),
    "data_extended": LineWords(title=_l("Gia hạn yêu cầu về dữ liệu cá nhân"), icon="calendar", tone="wait"),
    "data_done": LineWords(title=_l("Thực hiện xong yêu cầu về dữ liệu cá nhân"), icon="check", tone="good"),
    "data_refused": LineWords(title=_l("Không thực hiện được yêu cầu về dữ liệu cá nhân"), icon="close", tone="mute"),
    "document_issued": LineWords(title=_l("Phát hành văn bản"), icon="document", tone="good"),
}
OTHER_LINE = LineWords(title=_l("Việc khác"), icon="info", tone="mute")

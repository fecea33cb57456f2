"""The words of the room: phases, ways, choices, verdicts, and a sentence for every fault."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from consultation.matters import all_matters
from consultation.states import Choice, Phase, Step, Verdict, Way
from core.formats import date_text
from core.i18n import current_locale
from feedback.forms.faults import sentence as letters_sentence

Words = Any

PHASES: dict[Phase, tuple[Words, str, str]] = {
    Phase.DRAFT: (_l("Bản nháp"), "mute", "edit"), Phase.COMING: (_l("Sắp lấy ý kiến"), "open", "calendar"),
    Phase.RUNNING: (_l("Đang lấy ý kiến"), "open", "people"), Phase.CLOSED: (_l("Đã hết hạn, chờ tổng hợp"), "wait", "hourglass"),
    Phase.LATE: (_l("Chậm công bố tổng hợp"), "late", "late"), Phase.DONE: (_l("Đã công bố tổng hợp"), "good", "check"),
    Phase.CANCELLED: (_l("Đã hủy"), "mute", "close"),
}  # fmt: skip
WAYS: dict[str, Words] = {
    Way.PORTAL: _l("Trên mạng"), Way.MEETING: _l("Họp thôn"), Way.HOUSEHOLD: _l("Phiếu gửi hộ gia đình"),
    Way.BOX: _l("Hòm thư góp ý, đường dây nóng"), Way.FRONT: _l("Mặt trận và các đoàn thể"),
    Way.CONFERENCE: _l("Hội nghị, đối thoại"),
}  # fmt: skip
CHOICES: dict[str, Words] = {
    Choice.AGREE: _l("Đồng ý"), Choice.DISAGREE: lazy_pgettext("consultation", "Không đồng ý"), Choice.OTHER: _l("Ý kiến khác"),
}  # fmt: skip
VERDICTS: dict[str, tuple[Words, str, str]] = {
    Verdict.ACCEPTED: (_l("Tiếp thu"), "good", "check"), Verdict.PARTLY: (_l("Tiếp thu một phần"), "wait", "hourglass"),
    Verdict.NOT_ACCEPTED: (_l("Không tiếp thu"), "mute", "close"),
}  # fmt: skip
DONE: dict[str, Words] = {
    "draft": _l("Đã ghi bản nháp. Người dân chưa thấy."), "change": _l("Đã ghi lại bản nháp."),
    "files": _l("Đã ghi tệp của dự thảo."), "mo": _l("Đã đưa dự thảo ra lấy ý kiến."), "gia-han": _l("Đã kéo dài thời gian."),
    "huy": _l("Đã hủy đợt lấy ý kiến."), "sheet": _l("Đã ghi số đếm."), "point": _l("Đã ghi nhóm ý kiến."),
    "dropped": _l("Đã bỏ nhóm ý kiến."), "cong-bo": _l("Đã công bố tổng hợp, giải trình."),
    "emptied": _l("Đã rút lời này. Số đếm vẫn giữ."),
}  # fmt: skip
REASONS: dict[str, Words] = {"denunciation": _l("Lời này là tố cáo"), "other": _l("Lời này không thuộc việc đang hỏi")}
SOMEBODY_ELSE = _l("Có người vừa ghi trước. Chữ đã gõ còn nguyên; hãy xem bản mới rồi bấm lần nữa.")
NOT_NOW = _l("Bước này không còn làm được với đợt lấy ý kiến ở tình trạng hiện tại. Chưa có gì thay đổi.")
STEPS: dict[Step, tuple[Words, Words]] = {
    Step.OPEN: (_l("Đưa ra lấy ý kiến"), _l("Dự thảo hiện công khai; từ đó không sửa được nữa.")),
    Step.PROLONG: (_l("Kéo dài thời gian"), _l("Chỉ kéo dài, không rút ngắn. Lý do hiện công khai.")),
    Step.CANCEL: (lazy_pgettext("consultation", "Hủy đợt lấy ý kiến"), _l("Lý do hiện công khai nếu đã đưa ra.")),
}
FAULTS: dict[str, Words] = {
    "title_short": _l("Hãy ghi tên việc cần lấy ý kiến."),
    "about_short": _l("Hãy viết vài câu: xã định làm gì, ai bị ảnh hưởng, hỏi điều gì."),
    "text_long": _l("Chữ dài quá. Hãy viết ngắn lại."),
    "matter_unknown": _l("Hãy chọn một việc trong danh sách của Điều 25."),
    "ways_missing": _l("Hãy chọn ít nhất một cách lấy ý kiến (Điều 26)."),
    "official_missing": _l("Hãy chọn người chịu trách nhiệm tổng hợp."),
    "village_unknown": _l("Thôn này không có trong danh sách của xã."),
    "question_missing": _l("Hãy ghi ít nhất một câu hỏi."),
    "questions_many": _l("Nhiều nhất là năm câu hỏi."),
    "question_length": _l("Mỗi câu hỏi từ 5 đến 300 chữ."),
    "question_twice": _l("Có hai câu hỏi giống nhau."),
    "closes_before": _l("Ngày cuối phải sau ngày đầu."),
    "opens_past": _l("Ngày đầu phải từ hôm nay trở đi."),
    "calendar_not_covered": _l("Lịch ngày nghỉ chưa có năm này nên chưa tính được thời hạn. Hãy chọn ngày khác."),
    "too_long": _l("Thời gian lấy ý kiến dài nhất là một năm."),
    "only_later": _l("Chỉ kéo dài: hãy chọn ngày sau ngày cuối hiện nay."),
    "reason_short": _l("Hãy ghi lý do để mọi người hiểu, ít nhất 10 chữ."),
    "file_not_pdf": _l("Chỉ nhận tệp PDF."),
    "files_missing": _l("Hãy chọn ít nhất một tệp PDF."),
    "choice_unknown": _l("Hãy chọn một trong ba ý."),
    "choice_missing": _l("Hãy chọn một ý cho câu này."),
    "words_missing": _l("Hãy viết ý kiến khác của mình."),
    "words_long": _l("Chữ dài quá 2000. Hãy viết ngắn lại."),
    "nothing_said": _l("Hãy trả lời ít nhất một câu."),
    "not_open": _l("Đợt này hiện không nhận ý kiến."),
    "reads_as_denunciation": _l("Lời này giống một đơn tố cáo nên không nhận ở đây. Tố cáo có cách gửi riêng để giữ bí mật."),
    "count_range": _l("Hãy ghi số từ 0 đến 100 000."),
    "counts_missing": _l("Hãy ghi số người của từng ý."),
    "held_outside": _l("Ngày này phải trong thời gian lấy ý kiến và không sau hôm nay."),
    "way_unknown": _l("Hãy chọn cách lấy ý kiến."),
    "point_text": _l("Hãy viết ý kiến này bằng 5 đến 1000 chữ."),
    "point_people": _l("Hãy ghi có bao nhiêu người, từ 1 trở lên."),
    "verdict_unknown": _l("Hãy chọn tiếp thu hay không."),
    "explanation_missing": _l("Hãy giải trình vì sao không tiếp thu hoặc chỉ tiếp thu một phần (Điều 28)."),
    "points_many": _l("Nhiều nhất là 50 nhóm ý kiến."),
    "points_missing": _l("Hãy ghi ít nhất một nhóm ý kiến trước khi công bố."),
    "result_short": _l("Hãy ghi xã đã quyết định thế nào."),
    "form_expired": _l("Trang này mở đã quá lâu. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."),
}


def fault(code: str) -> str:
    """Return the sentence of a fault: this room's own, or that of the letters."""
    known = FAULTS.get(code)
    return letters_sentence(code) if known is None else str(known)


def too_short(day: Any) -> str:
    """Return why a last day is too early, with the first that the law allows."""
    return _(
        "Phải lấy ý kiến ít nhất 20 ngày (khoản 2 Điều 28 Luật Thực hiện dân chủ ở cơ sở 2022). Ngày cuối sớm nhất là %(day)s.",
        day=date_text(day),
    )


def matter_words(code: str) -> str:
    """Return a matter of Art. 25 in the reader's language, with its clause."""
    matter = all_matters().get(code)
    if matter is None:
        return code
    return _("%(name)s (khoản %(clause)s Điều 25)", name=matter.named(current_locale()), clause=matter.clause)

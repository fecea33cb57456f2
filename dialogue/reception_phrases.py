"""The words of citizen reception on screens and papers: labels of vocabularies, and the sentence for every refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.formats import date_text
from core.i18n import current_locale
from deadlines.queries import term
from dialogue.reception_states import BookingState, DayState, Ground, Handling, MatterKind, ReceptionKind
from feedback.forms.faults import sentence

KINDS = {
    ReceptionKind.CHAIR: _l("Chủ tịch xã tiếp định kỳ"), ReceptionKind.SECRETARY: _l("Bí thư Đảng ủy tiếp định kỳ"),
    ReceptionKind.REGULAR: _l("Tiếp thường xuyên"), ReceptionKind.AD_HOC: _l("Chủ tịch xã tiếp đột xuất"),
}  # fmt: skip
STATES = {
    DayState.SCHEDULED: _l("chưa công bố"), DayState.PUBLISHED: _l("đã công bố"), DayState.POSTPONED: _l("đã hoãn"),
    DayState.HELD: _l("đã tiếp"), DayState.NOT_HELD: _l("không tiếp"), DayState.CANCELLED: _l("đã bỏ"),
}  # fmt: skip
TONES = {
    DayState.SCHEDULED: ("mute", "edit"), DayState.PUBLISHED: ("open", "calendar"), DayState.POSTPONED: ("wait", "transfer"),
    DayState.HELD: ("good", "check"), DayState.NOT_HELD: ("late", "late"), DayState.CANCELLED: ("mute", "close"),
}  # fmt: skip
BOOKINGS = {
    BookingState.BOOKED: _l("đã hẹn"), BookingState.CAME: _l("đã đến"), BookingState.CANCELLED: _l("đã hủy"),
}  # fmt: skip
MATTERS = {
    MatterKind.PETITION: _l("Kiến nghị"), MatterKind.REFLECTION: _l("Phản ánh"), MatterKind.COMPLAINT: _l("Khiếu nại"),
    MatterKind.DENUNCIATION: _l("Tố cáo"), MatterKind.OTHER: _l("Việc khác"),
}  # fmt: skip
HANDLINGS = {
    Handling.EXPLAINED: _l("Giải thích, trả lời ngay"), Handling.TAKEN: _l("Nhận đơn, tài liệu để giải quyết"),
    Handling.GUIDED: _l("Hướng dẫn đến cơ quan khác"), Handling.TRANSFERRED: _l("Chuyển cơ quan có thẩm quyền"),
    Handling.REFUSED: _l("Từ chối tiếp"),
}  # fmt: skip
GROUNDS = {
    Ground.UNFIT: _l("Say rượu bia, dùng chất kích thích, không làm chủ được hành vi"),
    Ground.THREATENS: _l("Đe dọa, xúc phạm, gây rối, vi phạm nội quy nơi tiếp"),
    Ground.SETTLED: _l("Việc đã giải quyết đúng pháp luật, đã kiểm tra, rà soát và thông báo bằng văn bản"),
    Ground.WEAPON: _l("Mang vũ khí, chất nguy hiểm"),
    Ground.SECURITY: _l("Không chấp hành kiểm tra an ninh"),
    Ground.RECORDING: _l("Ghi âm, ghi hình, phát trực tiếp trái quy định dù đã nhắc"),
    Ground.INCITES: _l("Kích động, lôi kéo người khác"),
    Ground.NO_CAPACITY: _l("Không có năng lực hành vi dân sự mà không có người đại diện"),
    Ground.NO_MANDATE: _l("Đại diện, ủy quyền không có giấy tờ chứng minh"),
    Ground.OUTSIDE: _l("Không phải khiếu nại, tố cáo, kiến nghị, phản ánh"),
    Ground.REPEATED: _l("Kiến nghị, phản ánh đã được trả lời mà không có tình tiết mới"),
    Ground.JUDGED: _l("Đã có bản án, quyết định có hiệu lực của Tòa án"),
    Ground.ELSEWHERE: _l("Cơ quan khác đang thụ lý, giải quyết"),
}  # fmt: skip
GROUND_BASIS = "Luật Tiếp công dân 2013, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4"
"""The article of every ground, as papers cite it."""

FAULTS = {
    "receiver_missing": _l("Hãy ghi ai tiếp công dân."),
    "place_missing": _l("Hãy ghi nơi tiếp."),
    "ends_before_it_starts": _l("Hãy ghi giờ theo mẫu 08:00-11:00, giờ kết thúc sau giờ bắt đầu."),
    "in_the_past": _l("Ngày giờ này đã qua."),
    "day_off": _l("Ngày này là ngày nghỉ. Hãy chọn ngày làm việc."),
    "calendar_closed": _l("Lịch làm việc chưa có đến ngày này. Hãy nhờ quản trị bổ sung lịch nghỉ của năm đó."),
    "hour_taken": _l("Nơi này, hoặc người này, đã có buổi tiếp khác vào giờ đó."),
    "date_missing": _l("Hãy ghi ngày tiếp thay: hoãn thì phải báo lý do và ngày mới (Luật Tiếp công dân 2013, Điều 24)."),
    "moved_earlier": _l("Ngày thay phải sau ngày đã công bố và sau hôm nay."),
    "not_yet": _l("Buổi tiếp chưa bắt đầu nên chưa ghi kết quả được."),
    "delegated": _l(
        "Chủ tịch, Bí thư phải trực tiếp tiếp, không ủy quyền cho cấp phó (Luật Tiếp công dân, Điều 15, sửa đổi bởi Luật "
        "136/2025/QH15). Nếu người khác tiếp thay thì ghi là không tiếp."
    ),
    "attendees_missing": _l("Hãy ghi ai đã dự buổi tiếp."),
    "ref_missing": _l("Hãy ghi số phiên trong hệ thống tiếp công dân trực tuyến của Nhà nước."),
    "slot_missing": _l("Hãy chọn một giờ."),
    "slot_taken": _l("Giờ này vừa có người khác hẹn. Hãy chọn giờ khác."),
    "day_closed": _l("Giờ này không còn nhận hẹn. Hãy chọn giờ hoặc ngày khác."),
    "booked_enough": _l("Số điện thoại này đã có hai hẹn trong buổi. Mỗi số chỉ giữ nhiều nhất hai hẹn."),
    "matter_short": _l("Hãy ghi việc cần nói trong một dòng."),
    "matter_long": _l("Hãy ghi ngắn lại, nhiều nhất 200 chữ."),
    "name_missing": _l("Hãy ghi họ và tên."),
    "received_bad": _l("Ngày tiếp phải là hôm nay hoặc trong 7 ngày vừa qua."),
    "people_bad": _l("Hãy ghi số người đến, từ 1."),
    "refusal_ground": _l("Từ chối tiếp thì phải chọn căn cứ; không từ chối thì để trống căn cứ."),
    "guided_missing": _l("Hãy ghi đã hướng dẫn đến cơ quan nào."),
    "content_missing": _l("Hãy ghi nội dung trình bày, ít nhất 10 chữ."),
    "reads_as_denunciation": _l(
        "Nội dung này giống tố cáo. Nếu đúng, chọn loại Tố cáo rồi ghi vào sổ kín; nếu không phải, đánh dấu vào ô này."
    ),
    "representatives_missing": _l("Từ 5 người phải có người đại diện: 5 đến 10 người cử 1 hoặc 2, trên 10 người cử đến 5."),
    "representatives_many": _l(
        "Nhiều người đại diện quá: một người thì không cử, 2 đến 10 người cử 1 hoặc 2, trên 10 người cử đến 5 (Điều 29)."
    ),
    "official_unknown": _l("Hãy chọn một cán bộ trong danh sách."),
    "day_unknown": _l("Buổi tiếp này không thuộc ngày đã ghi. Hãy mở lại từ trang tiếp dân."),
    "booking_over": _l("Hẹn này đã được ghi sổ hoặc đã hủy. Hãy mở lại trang tiếp dân."),
    "tasks_missing": _l("Hãy ghi ít nhất một việc được giao."),
    "notice_missing": _l("Hãy ghi số, ngày thông báo của Văn phòng Đảng ủy."),
    "direction_missing": _l("Hãy ghi phải làm gì."),
    "due_bad": _l("Hãy ghi hạn báo cáo, sau hôm nay."),
    "fact_missing": _l("Hãy ghi chỗ này trước khi lấy số."),
    "reason_missing": _l("Hãy ghi lý do, ít nhất một câu ngắn."),
    "form_old": _l("Trang này mở đã quá lâu. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."),
}  # fmt: skip

STEPS_DONE = {
    "cong-bo": _l("Đã công bố."), "bo": _l("Đã bỏ khỏi lịch."),
    "hoan": _l("Đã hoãn và công bố ngày mới; ai đã hẹn đều được báo."),
    "ket-qua": _l("Đã ghi kết quả buổi tiếp."), "truc-tuyen": _l("Đã ghi phiên trực tuyến."),
    "ket-luan": _l("Đã lấy số thông báo kết luận; mỗi việc được giao là một hồ sơ."),
}  # fmt: skip

WRONG_STATES = {
    "booking_over": _l("Hẹn này đã hủy hoặc đã qua giờ."),
    "no_matter": _l("Dòng này của sổ không giữ nội dung nên không làm được bước này."),
    "reception_refused": _l("Lượt này đã từ chối tiếp nên không lập hồ sơ."),
    "not_refused": _l("Thông báo từ chối chỉ lập cho lượt đã từ chối tiếp (Luật Tiếp công dân, Điều 9)."),
    "concluded": _l("Buổi tiếp này đã có thông báo kết luận."),
    "not_personal": _l("Thông báo kết luận chỉ lập cho buổi tiếp của Chủ tịch hoặc Bí thư."),
}


def fault_sentence(code: str, facts: Mapping[str, Any], *, unit_id: int) -> str:
    """Return the sentence of a refusal; one that a term decides names the last day and the article."""
    if code in ("reception_too_late", "online_too_late"):
        latest = date.fromisoformat(str(facts["latest_on"]))
        rule = term(str(facts["term"]), latest, unit_id=unit_id)
        basis = rule.basis_en if current_locale() == "en" else rule.basis_vi
        words = {"days": rule.number, "latest": date_text(latest), "basis": basis}
        if code == "online_too_late":
            return _(
                "Buổi tiếp trực tuyến phải báo trước ít nhất %(days)s ngày làm việc, chậm nhất là %(latest)s (%(basis)s).",
                **words,
            )
        return _(
            "Lịch phải công bố trước ngày tiếp ít nhất %(days)s ngày làm việc, chậm nhất là %(latest)s (%(basis)s). "
            "Hãy bỏ ngày này rồi lập ngày khác, hoặc lập buổi tiếp đột xuất có lý do.",
            **words,
        )
    known = FAULTS.get(code)
    return sentence(code) if known is None else str(known)


def wrong_state_sentence(code: str) -> str:
    """Return why a step cannot be taken now."""
    return str(WRONG_STATES.get(code) or _("Buổi tiếp đã sang bước khác nên không làm được bước này. Hãy xem lại bên dưới."))

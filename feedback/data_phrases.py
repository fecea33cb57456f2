"""The words that people read for requests about personal data: rights, states and grounds."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from feedback.data_rights import Ground, RequestState, Right

Words = Any

RIGHTS: dict[Right, Words] = {
    Right.SEE: _l("Xem, nhận bản sao"),
    Right.CORRECT: _l("Chỉnh sửa"),
    Right.DELETE: _l("Xóa"),
    Right.WITHDRAW: _l("Rút lại sự đồng ý"),
    Right.RESTRICT: _l("Hạn chế việc dùng"),
    Right.OBJECT: _l("Phản đối việc dùng"),
}
RIGHT_HINTS: dict[Right, Words] = {
    Right.SEE: _l("Biết cơ quan đang giữ gì về mình; cần bản giấy, hoặc thấy bản sao tải về còn thiếu."),
    Right.CORRECT: _l("Họ tên, số điện thoại hoặc điều khác về mình bị ghi sai."),
    Right.DELETE: _l("Bỏ số điện thoại, thư điện tử khi đơn đã xong. Họ tên và nội dung đơn phải lưu theo Luật Lưu trữ."),
    Right.WITHDRAW: _l("Thôi nhận tin nhắn; không nêu tên công khai."),
    Right.RESTRICT: _l("Chỉ giữ, không dùng vào việc khác, trong lúc xem lại."),
    Right.OBJECT: _l("Không đồng ý một cách dùng, ví dụ đưa nội dung lên trang công khai."),
}
STATES: dict[RequestState, Words] = {
    RequestState.ASKED: _l("Chờ phản hồi"),
    RequestState.TAKEN: _l("Đã phản hồi, đang làm"),
    RequestState.DONE: _l("Đã làm xong"),
    RequestState.REFUSED: _l("Không thực hiện được"),
}
TONES: dict[RequestState, tuple[str, str]] = {
    RequestState.ASKED: ("wait", "hourglass"),
    RequestState.TAKEN: ("open", "clock"),
    RequestState.DONE: ("good", "check"),
    RequestState.REFUSED: ("mute", "close"),
}
GROUNDS: dict[Ground, Words] = {
    Ground.KEPT_BY_LAW: _l("Hồ sơ phải lưu trữ theo quy định"),
    Ground.STILL_NEEDED: _l("Đơn chưa xong, cơ quan còn phải báo kết quả cho người gửi"),
    Ground.OF_OTHERS: _l("Làm lộ thông tin của người khác"),
    Ground.NOT_THEIRS: _l("Không phải dữ liệu của người yêu cầu"),
}


def right_label(right: str) -> str:
    """Return the name of a right, or an empty text."""
    return str(RIGHTS[Right(right)]) if right in set(Right) else ""

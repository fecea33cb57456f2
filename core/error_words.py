"""What an error says to a program and to who writes it: a sentence, and a hint at what to do."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

Words = Any

OF_STATUS: dict[int, tuple[Words, Words]] = {
    400: (_l("Yêu cầu có chỗ không hiểu được."), _l("Xem lại các tham số trong địa chỉ.")),
    401: (_l("Cần đăng nhập hoặc cần khóa."), _l("Gửi kèm khóa đã được cấp.")),
    403: (_l("Không được làm việc này."), _l("Hỏi người quản trị của xã.")),
    404: (_l("Không có gì ở địa chỉ này."), _l("Xem lại địa chỉ và mã.")),
    405: (_l("Địa chỉ này không nhận cách gọi đó."), _l("Xem đầu mục Allow của trả lời này.")),
    409: (_l("Việc này không còn làm được."), _l("Đọc lại bản mới nhất rồi làm tiếp.")),
    410: (_l("Nội dung này đã được gỡ."), _l("Bỏ bản đã lưu.")),
    413: (_l("Gửi lên quá lớn."), _l("Gửi ít hơn.")),
    415: (_l("Không đọc được loại nội dung này."), _l("Xem lại đầu mục Content-Type.")),
    422: (_l("Nội dung gửi lên có chỗ chưa đúng."), _l("Sửa các mục được nêu tên.")),
    429: (_l("Hỏi quá nhiều trong một lúc."), _l("Đợi số giây ghi ở đầu mục Retry-After. Cần nhiều dữ liệu thì tải tệp.")),
    500: (_l("Máy chủ có lỗi."), _l("Thử lại sau; nếu vẫn lỗi, báo cho xã kèm mã sự cố.")),
    503: (_l("Máy chủ đang bận."), _l("Đợi số giây ghi ở đầu mục Retry-After rồi hỏi lại.")),
}
"""Status → (what happened, what to do)."""

OF_CODE: dict[str, tuple[Words, Words]] = {
    "bad_cursor": (
        _l("Dấu trang (cursor) không đúng."),
        _l("Chỉ dùng cursor lấy từ next_cursor của trả lời trước; bỏ cursor để đọc từ đầu."),
    ),
    "too_much": (
        _l("Khoảng này có nhiều việc quá, không đếm ngay được."),
        _l("Chọn khoảng ngắn hơn hoặc một kỳ có sẵn; hoặc tải tệp dữ liệu rồi tự tính."),
    ),
    "storage_full": (
        _l("Máy chủ hết chỗ chứa hoặc đang không ghi được."),
        _l("Đợi số giây ghi ở đầu mục Retry-After rồi gửi lại."),
    ),
    "storage_away": (
        _l("Kho tệp của máy chủ đang không trả lời."),
        _l("Đợi số giây ghi ở đầu mục Retry-After rồi hỏi lại."),
    ),
    "not_kept": (
        _l("Máy chủ tạm thời không cất được tệp."),
        _l("Đợi số giây ghi ở đầu mục Retry-After rồi gửi lại."),
    ),
    "not_built_yet": (_l("Tệp dữ liệu chưa được lập xong."), _l("Đợi số giây ghi ở đầu mục Retry-After rồi tải lại.")),
}
"""Error code → the same, where a code says more than its status."""


def words_of(status: int, code: str) -> tuple[str, str]:
    """Return the sentence and the hint in the language being spoken."""
    nearest = status if status in OF_STATUS else (500 if status >= 500 else 400)
    message, hint = OF_CODE.get(code) or OF_STATUS[nearest]
    return str(message), str(hint)

"""The sentence for everything that can be said to a phone about a file it sends: what is wrong, and what to do."""

from __future__ import annotations

from flask_babel import gettext as _

from feedback.forms.faults import sentence

CODES = frozenset({
    "unknown", "version", "metadata", "key_old", "expired", "letter_closed", "number_taken", "offset", "taken_over", "checksum",
    "file_differs", "piece_large", "piece_type", "no_length", "storage_full", "storage_away", "busy", "too_often", "cut",
})  # fmt: skip


def piece_sentence(code: str) -> str:
    """Return the sentence of a code; what is wrong with a file itself has the sentence of the form."""
    return _about_the_way(code) or _about_the_letter(code) or sentence(code)


def _about_the_letter(code: str) -> str:
    return {
        "unknown": _("Không tìm thấy đơn hoặc tệp này. Đơn đã gửi không bị ảnh hưởng."),
        "metadata": _("Máy gửi thiếu thông tin về tệp. Hãy tải lại trang rồi thử lại; đơn đã gửi không bị ảnh hưởng."),
        "key_old": _(
            "Xã đã nhận đơn này từ hơn tám ngày trước nên không nhận thêm tệp theo đường này. Đơn vẫn còn nguyên; hãy mở Tra cứu "
            "để gửi thêm ảnh."
        ),
        "expired": _("Đã quá 48 giờ từ khi bắt đầu gửi tệp này. Phần đã gửi không dùng được nữa; tệp sẽ được gửi lại từ đầu."),
        "letter_closed": _("Đơn này không nhận thêm tệp. Nội dung đã gửi vẫn còn nguyên."),
        "number_taken": _("Ở vị trí này đã có một tệp khác gửi tới trước."),
        "version": _("Máy dùng cách gửi mà trang này không biết. Hãy tải lại trang."),
    }.get(code, "")


def _about_the_way(code: str) -> str:
    return {
        "offset": _("Phần này không nối tiếp phần đã nhận. Máy sẽ hỏi lại rồi gửi tiếp."),
        "taken_over": _("Tệp này đang được gửi từ một thẻ khác."),
        "checksum": _("Phần vừa gửi bị hỏng trên đường. Máy sẽ gửi lại phần đó."),
        "file_differs": _("Tệp nhận được không giống tệp trên máy. Máy sẽ gửi lại từ đầu."),
        "piece_large": _("Phần gửi lớn hơn 256 kB hoặc vượt quá cỡ của tệp."),
        "piece_type": _("Phần gửi không đúng kiểu."),
        "no_length": _("Phần gửi không ghi độ dài."),
        "storage_full": _("Máy chủ hết chỗ chứa. Đơn đã nhận vẫn an toàn; tệp sẽ được gửi lại sau."),
        "storage_away": _("Kho tệp của máy chủ đang không trả lời. Đơn đã nhận vẫn an toàn; tệp sẽ được gửi lại sau."),
        "busy": _("Máy chủ đang bận. Tệp sẽ được gửi tiếp sau ít phút."),
        "too_often": _("Từ mạng này có quá nhiều lần gửi. Tệp sẽ được gửi tiếp sau ít phút."),
        "cut": _("Mạng bị ngắt giữa chừng. Phần đã nhận được giữ lại."),
    }.get(code, "")

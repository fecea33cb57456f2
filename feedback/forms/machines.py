"""The administrator's forms about other systems, and the words for what they are told and for how it went."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from feedback.forms import choices
from feedback.forms.desk_form import DeskForm, LineField, NumberField
from feedback.public_news import ANSWERED, CHANGED, PING, PUBLISHED, RECEIVED, REMOVED, TOPICS, UNPUBLISHED

TOPIC_WORDS = {
    RECEIVED: _l("Hồ sơ mới"), CHANGED: _l("Đổi trạng thái"), ANSWERED: _l("Có trả lời"), PUBLISHED: _l("Công khai nội dung"),
    UNPUBLISHED: _l("Thôi công khai nội dung"), REMOVED: _l("Hồ sơ gộp hoặc tách"), PING: _l("Gửi thử"),
}  # fmt: skip
DELIVERY_WORDS = {
    "waiting": _l("Chờ gửi"), "delivered": _l("Đã nhận"), "failed": _l("Không gửi được"), "dropped": _l("Đã bỏ"),
}  # fmt: skip
FAULT_WORDS = {
    "timeout": _l("Máy bên kia không trả lời kịp"), "unreachable": _l("Không nối được tới máy bên kia"),
    "silent": _l("Chờ vì lần trước máy bên kia không trả lời"), "no_http": _l("Máy bên kia trả lời không đúng HTTP"),
    "address_private": _l("Tên miền trỏ vào mạng nội bộ nên không gửi"), "address_bad": _l("Địa chỉ không đọc được"),
    "address_not_https": _l("Địa chỉ không dùng https"),
}  # fmt: skip


class KeyForm(DeskForm):
    """Which system gets a key, and how much it may send."""

    name = LineField(_l("Hệ thống được cấp khóa"), most=80, description=_l("Ví dụ: Cổng 1022 tỉnh Lạng Sơn."))
    per_hour = NumberField(_l("Số đơn nhiều nhất mỗi giờ"), default=60, description=_l("Từ 1 đến 10.000."))


class WebhookForm(DeskForm):
    """Which address is told what."""

    name = LineField(_l("Hệ thống nhận tin"), most=80, description=_l("Ví dụ: Trung tâm điều hành tỉnh."))
    address = LineField(_l("Địa chỉ nhận"), most=300, description=_l("Bắt đầu bằng https://, máy công khai trên mạng."))
    topics = SelectMultipleField(
        _l("Báo khi nào"), option_widget=CheckboxInput(), widget=ListWidget(), default=list(TOPICS), validate_choice=False,
    )  # fmt: skip

    def offer(self, lists: object) -> None:
        """Offer the topics."""
        self.topics.choices = choices.words({topic: TOPIC_WORDS[topic] for topic in TOPICS})


class ButtonForm(DeskForm):
    """A button and nothing else."""


def fault_words(fault: str) -> str:
    """Return why a delivery did not arrive, in words; a status that was answered is named."""
    if not fault:
        return ""
    known = FAULT_WORDS.get(fault)
    return str(known) if known else _("Máy bên kia trả lời mã %(status)s", status=fault)

"""The names of the numbers and, for each, the sentence that says how it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

Words = Any


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A number: its name, and how it is counted."""

    name: Words
    counted: Words


DEFINITIONS: Mapping[str, Definition] = {
    "on_time": Definition(
        name=_l("trả lời đúng hạn"),
        counted=_l(
            "Số hồ sơ được trả lời (hoặc báo chuyển, hướng dẫn, trả lại) không muộn hơn ngày hạn, chia cho số hồ sơ đã trả lời "
            "có hạn theo luật cộng với số hồ sơ còn mở đã quá hạn. Hồ sơ chưa trả lời mà đã quá hạn bị tính là không đúng hạn. "
            "Hồ sơ được gia hạn đúng luật tính theo hạn mới; phản ánh không ghi tên không có hạn nên không tính."
        ),
    ),
    "open": Definition(
        name=_l("đang giải quyết"),
        counted=_l("Mọi hồ sơ hôm nay chưa trả lời xong, kể cả hồ sơ nhận từ trước kỳ này và hồ sơ mở lại."),
    ),
    "overdue": Definition(
        name=_l("quá hạn"),
        counted=_l(
            "Hồ sơ đang giải quyết mà hôm nay đã sau ngày hạn. Hết ngày hạn mới là quá hạn; ngày nghỉ tính theo lịch đã công bố."
        ),
    ),
    "reopened": Definition(
        name=_l("mở lại vì chưa hài lòng"),
        counted=_l("Hồ sơ nhận trong kỳ mà người gửi chưa hài lòng với trả lời nên được mở lại, dù nay đã xong hay chưa."),
    ),
    "evidence": Definition(
        name=_l("trả lời có bằng chứng"),
        counted=_l("Số trả lời có kèm ảnh hoặc văn bản cho thấy việc đã làm, chia cho số hồ sơ đã trả lời."),
    ),
    "satisfied": Definition(
        name=_l("hài lòng"),
        counted=_l(
            "Số người gửi nói hài lòng với trả lời sau cùng, chia cho số người đã cho biết ý kiến. "
            "Người không nói gì không được tính."
        ),
    ),
}

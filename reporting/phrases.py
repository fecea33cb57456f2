"""The names of the numbers and, for each, the sentence that says how it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.formats import date_text, month_text
from dialogue.dialogue_phrases import KINDS as DIALOGUES
from dialogue.reception_phrases import KINDS as RECEPTIONS
from reporting.periods import Period

Words = Any
DUTIES: Mapping[str, Words] = {kind.value: words for kind, words in (*DIALOGUES.items(), *RECEPTIONS.items())}
"""Kind of dialogue or of reception → its name."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A number: its name, and how it is counted."""

    name: Words
    counted: Words


DEFINITIONS: Mapping[str, Definition] = {
    "on_time": Definition(
        name=_l("trả lời đúng hạn"),
        counted=_l(
            "Số lần trả lời (hoặc báo chuyển, hướng dẫn, trả lại) trong kỳ, không muộn hơn ngày hạn, chia cho số lần đã xong "
            "trong kỳ có hạn theo luật cộng với số hồ sơ quá hạn trong kỳ mà cuối kỳ còn chờ: hồ sơ ấy bị tính là không đúng "
            "hạn. Hồ sơ được gia hạn đúng luật tính theo hạn mới; phản ánh không ghi tên không có hạn nên không tính."
        ),
    ),
    "open": Definition(
        name=_l("đang giải quyết"),
        counted=_l("Mọi hồ sơ đến hết ngày cuối kỳ chưa trả lời xong, kể cả hồ sơ nhận từ trước kỳ này và hồ sơ mở lại."),
    ),
    "overdue": Definition(
        name=_l("quá hạn"),
        counted=_l(
            "Hồ sơ đang giải quyết mà ngày cuối kỳ đã sau ngày hạn khi ấy. Hết ngày hạn mới là quá hạn; ngày nghỉ tính theo lịch "
            "đã công bố."
        ),
    ),
    "reopened": Definition(
        name=_l("mở lại vì chưa hài lòng"),
        counted=_l("Số lần trong kỳ người gửi chưa hài lòng với trả lời nên hồ sơ được mở lại, dù nay đã xong hay chưa."),
    ),
    "evidence": Definition(
        name=_l("trả lời có bằng chứng"),
        counted=_l("Số trả lời trong kỳ có kèm ảnh hoặc văn bản cho thấy việc đã làm, chia cho số trả lời trong kỳ."),
    ),
    "satisfied": Definition(
        name=_l("hài lòng"),
        counted=_l(
            "Số lần người gửi nói hài lòng trong kỳ, chia cho số lần đã cho ý kiến trong kỳ. Người không nói gì không được tính."
        ),
    ),
    "extended": Definition(
        name=_l("được gia hạn"),
        counted=_l("Số lần trong kỳ lãnh đạo duyệt lùi ngày hạn, có lý do và đã báo người gửi. Mỗi lượt giải quyết một lần."),
    ),
    "days": Definition(
        name=_l("ngày để trả lời"),
        counted=_l(
            "Ngày dương lịch từ hôm nhận (hoặc mở lại) đến hôm trả lời, của các trả lời trong kỳ: một nửa xong trong số ngày thứ "
            "nhất, chín phần mười xong trong số ngày thứ hai."
        ),
    ),
    "promises": Definition(
        name=_l("cam kết đã giữ"),
        counted=_l(
            "Cam kết tại đối thoại đã báo làm xong, tính đến ngày cuối kỳ; nếu người hỏi chưa đồng ý thì tính là còn nợ. Đúng "
            "hẹn là xong không muộn hơn ngày đã hứa lần đầu, dù sau đó có dời."
        ),
    ),
    "meetings": Definition(
        name=_l("đối thoại, tiếp dân"),
        counted=_l(
            "Buổi đối thoại đã họp từ đầu năm so với số luật và quy chế buộc mỗi năm; số ngày lãnh đạo đã tiếp công dân trong "
            "các tháng trọn của kỳ so với mức ít nhất."
        ),
    ),
}
FAULTS: Mapping[str, Words] = {
    "day_bad": _l("Ngày này không có trong lịch. Hãy chọn ngày từ năm 2000 đến nay."),
    "day_later": _l("Ngày này chưa đến, nên chưa có số liệu. Hãy chọn hôm nay hoặc ngày đã qua."),
    "day_missing": _l("Hãy chọn cả ngày bắt đầu."),
    "day_before_period": _l("Hôm ấy kỳ này chưa bắt đầu. Hãy chọn ngày từ đầu kỳ trở đi."),
    "days_reversed": _l("Ngày kết thúc đứng trước ngày bắt đầu. Hãy đổi lại."),
    "days_many": _l("Khoảng này dài quá 5 năm. Hãy chọn khoảng ngắn hơn."),
    "days_heavy": _l("Khoảng này có nhiều hồ sơ quá, không đếm ngay được. Hãy chọn khoảng ngắn hơn hoặc một kỳ có sẵn."),
    "period_unknown": _l("Không có kỳ nào tên như vậy. Hãy chọn trong danh sách."),
    "period_later": _l("Kỳ này chưa bắt đầu, nên chưa có số liệu."),
    "number_unknown": _l("Không có con số nào tên như vậy. Hãy mở “Xem 12 tháng gần đây” rồi bấm vào một con số."),
    "group_unknown": _l("Không có việc, thôn hoặc phòng nào tên như vậy ở xã này."),
}
"""What is wrong with an address, and what to do."""
BEHIND: Mapping[str, Words] = {
    "nhan": _l("Hồ sơ nhận được"), "dang-lam": _l("Hồ sơ đang giải quyết"), "qua-han": _l("Hồ sơ quá hạn"),
    "da-xong": _l("Hồ sơ đã xong"), "dung-han": _l("Hồ sơ xong đúng hạn"), "tre-han": _l("Hồ sơ xong trễ hạn"),
    "tra-loi": _l("Hồ sơ đã trả lời"), "bang-chung": _l("Trả lời có bằng chứng"), "mo-lai": _l("Hồ sơ mở lại vì chưa hài lòng"),
    "gia-han": _l("Hồ sơ được gia hạn"), "y-kien": _l("Hồ sơ có ý kiến của người gửi"), "hai-long": _l("Người gửi hài lòng"),
}  # fmt: skip
"""Titles of the lists of cases behind a number."""
SPANS: Mapping[str, Words] = {
    "q1": _l("Quý I/%(year)s"), "q2": _l("Quý II/%(year)s"), "q3": _l("Quý III/%(year)s"), "q4": _l("Quý IV/%(year)s"),
    "6t": _l("6 tháng đầu năm %(year)s"), "9t": _l("9 tháng đầu năm %(year)s"), "nam": _l("Cả năm %(year)s"),
    "6tdl": _l("6 tháng đầu năm %(year)s"), "namdl": _l("Cả năm %(year)s"),
}  # fmt: skip


ORDER_WORDS = {
    "": _l("Theo tên"), "nhan": _l("Nhiều hồ sơ nhất trước"), "qua-han": _l("Nhiều quá hạn nhất trước"),
    "dung-han": _l("Đúng hạn thấp nhất trước"),
}  # fmt: skip
"""How the table of all communes may be ordered, by the word of its address (communes.ORDERS)."""


def period_words(period: Period) -> str:
    """Return a period in words: 12 tháng gần đây · tháng 11/2026 · Quý III/2026 (kỳ báo cáo) · từ … đến …."""
    if period.kind == "month":
        return month_text(period.first_on)
    if period.kind in ("report", "calendar"):
        return str(SPANS[period.name[5:]]) % {"year": period.name[:4]}
    if period.kind == "year":
        return _("12 tháng gần đây")
    return _("từ %(first)s đến %(last)s", first=date_text(period.first_on), last=date_text(period.last_on))

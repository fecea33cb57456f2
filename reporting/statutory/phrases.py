"""How each number of the reports is counted, what is wrong with what was typed, and where a report stands: in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.formats import number_text
from reporting.editions.phrases import FAULTS as EDITION_FAULTS
from reporting.statutory.layout import Failed, Table

Words = Any
COUNTED: Mapping[str, Words] = {
    "carried": _l("Đơn nhận trước kỳ mà đến đầu kỳ chưa xử lý."),
    "received": _l("Đơn có ngày nhận trong kỳ. Đơn gộp vào hồ sơ khác đếm một lần, đơn tách ra đếm theo từng phần."),
    "to_process": _l("Đơn kỳ trước chuyển sang và đơn nhận trong kỳ."),
    "processed": _l("Đơn trong kỳ đã nhận giải quyết, hướng dẫn, chuyển, trả lại, từ chối hoặc xếp lưu."),
    "processed_carried": _l("Đơn đã xử lý trong kỳ, nhận từ trước kỳ."),
    "processed_received": _l("Đơn đã xử lý trong kỳ, nhận trong kỳ."),
    "waiting": _l("Đơn đến hết kỳ chưa xử lý."),
    "eligible": _l("Đơn đã xử lý trong kỳ, trừ đơn trả lại, từ chối, không thụ lý, rút trước khi thụ lý và xếp lưu."),
    "matters": _l("Mỗi hồ sơ là một vụ việc, vì đơn cùng nội dung đã gộp vào một hồ sơ."),
    "competent": _l("Đơn đã xử lý trong kỳ mà xã nhận giải quyết."),
    "elsewhere": _l("Đơn đã xử lý trong kỳ bằng cách hướng dẫn người gửi hoặc chuyển đến cơ quan khác."),
    "guided": _l("Đơn đã xử lý trong kỳ bằng cách hướng dẫn người gửi."),
    "passed_on": _l("Đơn đã xử lý trong kỳ bằng cách chuyển đến cơ quan khác."),
    "solved": _l("Đơn thuộc thẩm quyền, đến hết kỳ đã có trả lời, quyết định hoặc kết thúc khác."),
    "solved_first": _l("Đơn thuộc thẩm quyền, đến hết kỳ đã giải quyết xong và chưa mở lại."),
    "solved_again": _l("Đơn thuộc thẩm quyền, người gửi chưa hài lòng nên mở lại, đến hết kỳ đã giải quyết lại xong."),
    "unsolved": _l("Đơn đủ điều kiện mà đến hết kỳ xã chưa giải quyết xong; gồm cả đơn đã hướng dẫn, đã chuyển."),
    "in_hand": _l("Đơn thuộc thẩm quyền mà đến hết kỳ chưa giải quyết xong."),
    "policy": _l("Đơn đủ điều kiện thuộc lĩnh vực xếp vào nhóm chế độ, chính sách."),
    "land": _l("Đơn đủ điều kiện thuộc lĩnh vực xếp vào nhóm đất đai, nhà cửa."),
    "judicial": _l("Đơn đủ điều kiện thuộc lĩnh vực xếp vào nhóm tư pháp."),
    "party": _l("Đơn đủ điều kiện thuộc lĩnh vực xếp vào nhóm Đảng, đoàn thể."),
    "administrative": _l("Đơn đủ điều kiện, trừ nhóm tư pháp và nhóm Đảng, đoàn thể."),
    "other_administrative": _l("Đơn đủ điều kiện thuộc các lĩnh vực còn lại hoặc chưa có lĩnh vực."),
    "other": _l("Đơn đủ điều kiện thuộc các lĩnh vực còn lại hoặc chưa có lĩnh vực."),
    "all": _l("Khiếu nại xã đã thụ lý, đến đầu kỳ chưa giải quyết xong hoặc thụ lý trong kỳ."),
    "taken": _l("Khiếu nại xã thụ lý trong kỳ."),
    "decided": _l("Khiếu nại có quyết định giải quyết đã gửi trong kỳ."),
    "discontinued": _l("Khiếu nại đình chỉ trong kỳ. Nếu đình chỉ không phải vì rút đơn, hãy sửa và ghi lý do."),
    "in_time": _l("Quyết định gửi trong kỳ, không muộn hơn ngày hạn."),
    "late": _l("Quyết định gửi trong kỳ, muộn hơn ngày hạn."),
    "visits": _l("Số lượt trong sổ tiếp công dân có ngày tiếp trong kỳ, trừ lượt từ chối tiếp và lượt của Bí thư Đảng ủy."),
    "people": _l("Tổng số người ghi ở các lượt tiếp."),
    "first": _l("Lượt tiếp mà trước đó sổ chưa có lượt của cùng người, cùng lĩnh vực."),
    "again": _l("Lượt tiếp mà trước đó sổ đã có lượt của cùng người, cùng lĩnh vực."),
    "groups": _l("Lượt tiếp từ 5 người trở lên."),
    "group_people": _l("Số người ở các lượt tiếp từ 5 người trở lên."),
    "group_first": _l("Lượt tiếp từ 5 người trở lên, người đại diện đến lần đầu về lĩnh vực ấy."),
    "group_again": _l("Lượt tiếp từ 5 người trở lên, người đại diện đã đến trước đó về lĩnh vực ấy."),
    "days": _l("Số ngày Chủ tịch đã tiếp trong kỳ, gồm cả đột xuất."),
}
"""The last word of a number's name → how it is counted."""
SETTLING = frozenset({"settling.carried"})
FAULTS: Mapping[str, Words] = {
    **EDITION_FAULTS,
    "why_missing": _l("Hãy ghi lý do sửa số, ít nhất 5 chữ."),
    "reason_missing": _l("Hãy ghi lý do, ít nhất 5 chữ."),
    "number_bad": _l("Hãy ghi một số, ví dụ 5."),
}


def counted_words(number: str) -> str:
    """Return how a number is counted."""
    if number in SETTLING:
        return _("Khiếu nại xã thụ lý trước kỳ mà đến đầu kỳ chưa giải quyết xong.")
    if number == "reception.all.matters":
        return _("Mỗi lượt tiếp là một vụ việc, lần đầu hoặc nhiều lần.")
    return str(COUNTED[number.rpartition(".")[2]])


def failed_words(fault: Failed) -> str:
    """Return "Biểu 01/XLD: cột 1 là 5, còn cột 4 + cột 5 là 4."."""
    return _(
        "Biểu %(table)s: %(left)s là %(left_value)s, còn %(right)s là %(right_value)s.", table=fault.table,
        left=_side(fault.left), left_value=number_text(fault.left_value), right=_side(fault.right),
        right_value=number_text(fault.right_value),
    )  # fmt: skip


def _side(side: str) -> str:
    return " + ".join(_("cột %(code)s", code=code) for code in side.split("+"))


def hand_words(table: Table) -> str:
    """Return what a clerk types into a table's own numbers."""
    return _("Tố cáo, ghi tay") if table.denunciations else _("Ghi tay")

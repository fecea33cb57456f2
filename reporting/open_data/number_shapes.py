"""What the numbers of the board look like to a program: every count, share and time of reporting.measures, under its name."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields

from feedback.late_reasons import late_reasons
from reporting.measures import COUNTS
from reporting.open_data.shapes import (
    FIELD_NAME,
    VILLAGE_NAME,
    Shape,
    day,
    flag,
    line,
    line_or_null,
    moment_or_null,
    number,
    number_or_null,
)
from reporting.phrases import DUTIES as DUTY_NAMES

SHARES = ("on_time_share", "reopened_share", "evidence_share", "satisfied_share")
DAYS = ("median_days", "p90_days")
"""Days to an answer, which are told of the whole and of fields."""
GROUPS = ("total", "field", "village", "department", "month", "late_reason")
MEANINGS: dict[str, Any] = {
    "received": _l("Hồ sơ nhận trong kỳ."),
    "open": _l("Hồ sơ còn mở đến hết ngày cuối kỳ, kể cả nhận trước kỳ và mở lại."),
    "overdue": _l("Trong số còn mở, hồ sơ mà ngày hạn khi ấy đã qua."),
    "waiting_late": _l("Trong số quá hạn, hồ sơ trở thành quá hạn trong kỳ."),
    "settled": _l("Số lần trong kỳ đã trả lời hoặc báo chuyển, hướng dẫn, trả lại."),
    "timed": _l("Trong số đã xong, những lần có hạn theo luật."),
    "on_time": _l("Trong số có hạn, những lần không muộn hơn ngày hạn."),
    "answered": _l("Số lần đã trả lời trong kỳ."),
    "answered_before": _l("Trong số trả lời ấy, những lần người gửi chưa hài lòng nên hồ sơ đã mở lại đến hết kỳ."),
    "reopened": _l("Số lần mở lại trong kỳ vì người gửi chưa hài lòng."),
    "extended": _l("Số lần trong kỳ lãnh đạo duyệt lùi ngày hạn."),
    "with_evidence": _l("Số trả lời trong kỳ có kèm ảnh hoặc văn bản."),
    "rated": _l("Số lần người gửi đã cho ý kiến trong kỳ."),
    "satisfied": _l("Trong số ý kiến ấy, những lần nói hài lòng."),
    "on_time_share": _l("on_time chia cho timed cộng waiting_late; trống khi dưới 5."),
    "reopened_share": _l("answered_before chia cho answered; trống khi dưới 5."),
    "evidence_share": _l("with_evidence chia cho answered; trống khi dưới 5."),
    "satisfied_share": _l("satisfied chia cho rated; trống khi dưới 5."),
    "median_days": _l("Một nửa số trả lời trong kỳ xong trong số ngày dương lịch này; trống khi dưới 5 trả lời."),
    "p90_days": _l("Chín phần mười số trả lời trong kỳ xong trong số ngày dương lịch này; trống khi dưới 5 trả lời."),
}
"""Count, share or days → how it is counted: the definitions of reporting.measures in one line each."""


PROMISES: dict[str, Any] = {
    "made": _l("Cam kết tại đối thoại đã công bố đến hết ngày cuối kỳ, từ trước tới nay."),
    "kept": _l("Trong số ấy, cam kết đã báo xong và người hỏi không phản đối báo cáo sau cùng."),
    "in_time": _l("Trong số đã giữ, cam kết xong không muộn hơn ngày hứa đầu tiên; lùi ngày không làm con số đẹp hơn."),
    "owed": _l("Cam kết chưa xong và chưa rút lại."),
    "overdue": _l("Trong số chưa xong, cam kết mà ngày hẹn khi ấy đã qua."),
    "withdrawn": _l("Cam kết đã rút lại, có nêu lý do."),
}
DUTIES: dict[str, Any] = {
    "held": _l("Số buổi đối thoại đã tổ chức, hoặc số ngày đã tiếp công dân; hai buổi tiếp trong một ngày là một ngày."),
    "required": _l("Số buổi hoặc số ngày ít nhất phải có theo quy định; 0 khi chưa có quy định còn hiệu lực."),
}
"""What the board tells beside cases, counted by reporting.duties."""


def definitions() -> dict[str, Any]:
    """Return every number of the answer and how it is counted; promises and duties under the name of their group."""
    groups = {"promises": PROMISES, "duties": DUTIES}
    return MEANINGS | {f"{group}.{name}": words for group, found in groups.items() for name, words in found.items()}


def meaning(name: str) -> Any:
    """Return how a number is counted; a count that is new says its name until it is described."""
    return MEANINGS.get(name, name)


def _share(name: str) -> fields.Float:
    return fields.Float(
        required=True, allow_none=True, metadata={"description": meaning(name), "minimum": 0, "maximum": 1}
    )  # fmt: skip


def _numbers() -> dict[str, fields.Field[Any]]:
    return {name: number(meaning(name)) for name in COUNTS} | {name: _share(name) for name in SHARES}


def _days() -> dict[str, fields.Field[Any]]:
    return {name: number_or_null(meaning(name)) for name in DAYS}


def _shape(name: str, /, **facts: Any) -> type[Schema]:
    return Shape.from_dict(facts, name=name)


Numbers = _shape("Numbers", **_numbers(), **_days())
FieldNumbers = _shape(
    "FieldNumbers", field=line_or_null(_l("Mã lĩnh vực; trống: chưa phân loại.")), field_name=line(FIELD_NAME),
    **_numbers(), **_days(),
)  # fmt: skip
VillageNumbers = _shape(
    "VillageNumbers", village=line_or_null(_l("Mã thôn; trống: không gắn với thôn nào.")), village_name=line(VILLAGE_NAME),
    **_numbers(),
)  # fmt: skip
DepartmentNumbers = _shape(
    "DepartmentNumbers", department=line_or_null(_l("Mã phòng; trống: chưa giao phòng nào.")),
    department_name=line(_l("Tên phòng.")), **_numbers(),
)  # fmt: skip
MonthNumbers = _shape(
    "MonthNumbers", month=day(_l("Ngày đầu của tháng. Số còn mở, quá hạn là của ngày cuối tháng.")), **_numbers(),
)  # fmt: skip
Definition = _shape(
    "Definition", name=line(_l("Tên của số, như trong các nhóm.")), meaning=line(_l("Số đó tính thế nào."))
)  # fmt: skip
LateReason = _shape(
    "LateReason", reason=line_or_null(_l("Mã lý do; trống: chưa ghi lý do."), late_reasons("vi")),
    name=line(_l("Lời của lý do.")),
    late=number(_l("Số lần xong trễ hạn trong kỳ vì lý do ấy.")),
)  # fmt: skip
Promises = _shape("Promises", **{name: number(words) for name, words in PROMISES.items()})
Duty = _shape(
    "Duty", kind=line(_l("Loại đối thoại, hoặc người tiếp công dân."), DUTY_NAMES), name=line(_l("Tên của việc phải làm.")),
    **{name: number(words) for name, words in DUTIES.items()},
    met=flag(_l("Đã đủ số ít nhất; tính đến hết last_on, nên đối thoại của năm chưa hết có thể còn thiếu.")),
    first_on=day(_l("Ngày đầu của thời gian được đếm: đầu năm với đối thoại, đầu tháng trọn đầu tiên của kỳ với tiếp công dân.")),
    last_on=day(_l("Ngày cuối của thời gian được đếm.")),
)  # fmt: skip
NumberRow = _shape(
    "NumberRow", group=line(_l("Nhóm: toàn xã, lĩnh vực, thôn, phòng, tháng, lý do trễ hạn."), GROUPS),
    key=line_or_null(_l("Mã lĩnh vực, mã thôn, mã phòng, ngày đầu của tháng, hoặc mã lý do trễ hạn.")),
    name=line(_l("Tên lĩnh vực, thôn hoặc phòng, hoặc lời của lý do.")),
    first_on=day(_l("Ngày đầu của kỳ.")), last_on=day(_l("Ngày cuối của kỳ.")),
    **{name: number_or_null(meaning(name)) for name in COUNTS}, **{name: _share(name) for name in SHARES}, **_days(),
)  # fmt: skip


def _listed(shape: type[Schema], words: Any) -> fields.List:
    return fields.List(fields.Nested(shape), required=True, metadata={"description": words})


Measures = _shape(
    "Measures", as_of=day(_l("Các số như đến hết ngày này.")),
    counted_at=moment_or_null(_l("Lúc các số được tính sẵn; trống: vừa tính.")), first_on=day(_l("Ngày đầu của kỳ.")),
    last_on=day(_l("Ngày cuối của kỳ, hoặc ngày as_of nếu sớm hơn.")), total=fields.Nested(Numbers, required=True),
    by_field=_listed(FieldNumbers, _l("Theo lĩnh vực.")), by_village=_listed(VillageNumbers, _l("Theo thôn.")),
    by_department=_listed(DepartmentNumbers, _l("Theo phòng.")),
    by_month=_listed(MonthNumbers, _l("Theo tháng của việc xảy ra.")),
    late_reasons=_listed(LateReason, _l("Vì sao trễ hạn: các lần xong trễ hạn trong kỳ theo lý do, nhiều nhất trước.")),
    promises=fields.Nested(Promises, required=True),
    duties=_listed(Duty, _l("Đối thoại của năm và tiếp công dân của kỳ: đã làm, ít nhất phải làm.")),
    definitions=_listed(Definition, _l("Mỗi số tính thế nào.")),
)  # fmt: skip

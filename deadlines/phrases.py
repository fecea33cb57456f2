"""Translated words for the vocabularies of legal time; what a page says, the pure files only name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from core.formats import date_text
from core.i18n import current_locale
from deadlines.calendar import CalendarNotCovered, DayKind, Why
from deadlines.counting import DayRole
from deadlines.terms import NoSuchVariant, NotInForce, TermUnit

KIND_GROUPS = {
    "KNPA": _l("Kiến nghị, phản ánh"),
    "KNPA_PORTAL": _l("Kiến nghị, phản ánh"),
    "PAKN_QDHC": _l("Kiến nghị, phản ánh"),
    "ALL": _l("Mọi loại đơn"),
    "KN": _l("Khiếu nại"),
    "KN_KL": _l("Khiếu nại"),
    "TC": _l("Tố cáo"),
    "TCD": _l("Tiếp công dân"),
    "DLG": _l("Đối thoại với người dân"),
    "DLG_PARTY": _l("Đối thoại với người dân"),
    "DC": _l("Công khai và lấy ý kiến ở xã"),
    "LAND": _l("Đất đai"),
    "DATA": _l("Dữ liệu cá nhân"),
}
DAY_KINDS = {
    DayKind.STATUTORY: _l("Nghỉ lễ, tết"),
    DayKind.COMPENSATORY: _l("Nghỉ bù"),
    DayKind.SWAP_OFF: _l("Nghỉ hoán đổi"),
    DayKind.LOCAL: _l("Nghỉ riêng của xã"),
    DayKind.WORKING: _l("Làm bù"),
    DayKind.ORDINARY: _l("Xã vẫn làm việc"),
}
WHYS = {
    Why.SATURDAY: _l("Thứ Bảy"),
    Why.SUNDAY: _l("Chủ nhật"),
    Why.SUSPENDED: _l("Hồ sơ tạm dừng"),
}
ROLES = {
    DayRole.EVENT: _l("Ngày bắt đầu, không tính"),
    DayRole.DUE: _l("Hạn chót"),
}
FAULTS = {
    "missing": _l("Chưa điền ô này."),
    "bad_date": _l("Ngày này không có trong lịch. Hãy ghi như 20/11/2026."),
    "unknown": _l("Hãy chọn một việc trong danh sách."),
    "year_unknown": _l("Lịch nghỉ chưa có năm này."),
    "wrong_weekday": _l(
        "Loại này không hợp với thứ trong tuần: chỉ thứ Bảy, Chủ nhật mới làm bù; nghỉ bù, hoán đổi là ngày thường."
    ),
    "out_of_range": _l("Số ngày phải từ 1 đến 365."),
    "unknown_field": _l("Biểu mẫu có ô lạ nên không được nhận. Hãy tải lại trang rồi làm lại."),
    "not_a_number": _l("Hãy ghi số ngày bằng chữ số."),
}
CHANGES = {
    "deadlines:calendar:year_loaded": _l("Nhập lịch nghỉ cả năm"),
    "deadlines:calendar:day_set": _l("Ghi một ngày đặc biệt"),
    "deadlines:calendar:day_removed": _l("Bỏ một ngày đặc biệt"),
    "deadlines:calendar:day_restored": _l("Trở lại lịch chung"),
    "deadlines:calendar:year_confirmed": _l("Xác nhận lịch nghỉ của năm"),
    "deadlines:terms:loaded": _l("Nhập bảng thời hạn"),
    "deadlines:terms:changed": _l("Đổi một thời hạn do xã đặt"),
}


FACTS = {
    "day": _l("Ngày"),
    "years": _l("Năm"),
    "kind": _l("Loại"),
    "name": _l("Tên"),
    "document": _l("Văn bản"),
    "code": _l("Thời hạn"),
    "number": _l("Mức mới"),
    "before": _l("Trước đó"),
    "valid_from": _l("Áp dụng từ"),
    "basis": _l("Căn cứ"),
}


def fact_pairs(facts: Mapping[str, Any], *, duties: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what an audit entry holds as labels and values a reader knows; the rest is for machines.

    ``duties``: term code → what it is about; the code stands behind it, for whoever is asked about it.
    """
    known = {name: facts[name] for name in FACTS if facts.get(name) not in (None, "", [])}
    code = known.get("code")
    if isinstance(code, str) and code in duties:
        known["code"] = f"{duties[code]} ({code})"
    pairs = [(str(FACTS[name]), _fact(value)) for name, value in known.items()]
    return [(label, value) for label, value in pairs if value]


def _fact(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_fact(value[name]) for name in ("name", "kind") if value.get(name))
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if value in set(DayKind):
        return str(DAY_KINDS[DayKind(value)])
    try:
        return date_text(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def change_words(action: str) -> str:
    """Return what a change was, in words; a handler's entry from another room is a recount of cases."""
    return str(CHANGES.get(action, _l("Tính lại hạn của hồ sơ đang mở")))


def length_words(number: int, unit: TermUnit) -> str:
    """Return "15 ngày làm việc", "2 ngày mỗi tháng" …, also for terms that have no last day."""
    words = {
        TermUnit.WORKING_DAY: lambda: ngettext("%(num)s ngày làm việc", "%(num)s ngày làm việc", number),
        TermUnit.CALENDAR_DAY: lambda: ngettext("%(num)s ngày", "%(num)s ngày", number),
        TermUnit.MONTH: lambda: ngettext("%(num)s tháng", "%(num)s tháng", number),
        TermUnit.YEAR: lambda: ngettext("%(num)s năm", "%(num)s năm", number),
        TermUnit.HOUR: lambda: ngettext("%(num)s giờ", "%(num)s giờ", number),
        TermUnit.PER_YEAR: lambda: ngettext("%(num)s lần mỗi năm", "%(num)s lần mỗi năm", number),
        TermUnit.PER_QUARTER: lambda: ngettext("%(num)s lần mỗi quý", "%(num)s lần mỗi quý", number),
        TermUnit.DAYS_PER_MONTH: lambda: ngettext("%(num)s ngày mỗi tháng", "%(num)s ngày mỗi tháng", number),
        TermUnit.DAYS_PER_WEEK: lambda: ngettext("%(num)s ngày mỗi tuần", "%(num)s ngày mỗi tuần", number),
        TermUnit.PERCENT: lambda: f"{number}%",
        TermUnit.NONE: lambda: _("theo kỳ họp"),
    }
    return words[unit]()


def fault(code: str) -> str:
    """Return the sentence beside a field."""
    return str(FAULTS.get(code, FAULTS["unknown"]))


def no_answer(error: Exception) -> tuple[str, str]:
    """Return the field and the sentence for a date that cannot be computed."""
    if isinstance(error, CalendarNotCovered):
        return "ngay", _(
            "Lịch nghỉ mới có từ %(first)s đến hết %(last)s, chưa đủ để tính từ ngày này.",
            first=date_text(error.first),
            last=date_text(error.last),
        )
    if isinstance(error, NoSuchVariant):
        note = error.facts.get("note_en" if current_locale() == "en" else "note_vi")
        sentence = _("Bảng thời hạn không có mức riêng cho trường hợp này.")
        return "loai", f"{sentence} ({note})" if note else sentence
    if isinstance(error, NotInForce):
        return "ngay", _not_in_force(error)
    return "loai", _("Việc này không có ngày cuối để tính.")


def _not_in_force(error: NotInForce) -> str:
    since, until = (str(error.facts[name]) for name in ("valid_from", "valid_to"))
    if since and str(error.facts["on"]) < since:
        return _("Quy định này chỉ có hiệu lực từ %(day)s.", day=date_text(date.fromisoformat(since)))
    if until:
        return _("Quy định này chỉ có hiệu lực đến hết %(day)s.", day=date_text(date.fromisoformat(until)))
    return _("Quy định này không áp dụng cho ngày đó.")

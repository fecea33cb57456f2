"""The words of the room on screens: states, results, steps, and a sentence for every refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.formats import date_text, number_text
from core.i18n import current_locale
from feedback.forms.faults import sentence as letters_sentence
from skilful.catalogue import levels, named, spheres
from skilful.queries.desk import Shelf
from skilful.states import Carrier, Result, State, Step

Words = Any
CARRIERS: dict[str, Words] = {Carrier.COLLECTIVE: _l("Tập thể"), Carrier.INDIVIDUAL: _l("Cá nhân")}
STATES: dict[str, tuple[Words, str, str]] = {
    State.REGISTERED: (_l("Đang làm, chưa đánh giá"), "open", "clock"), State.ASSESSED: (_l("Đã đánh giá"), "good", "check"),
    State.ENDED: (_l("Đã kết thúc"), "mute", "stop"), State.WITHDRAWN: (_l("Đã rút"), "mute", "close"),
}  # fmt: skip
RESULTS: dict[str, tuple[Words, str, str]] = {
    Result.ACHIEVED: (_l("Đạt mục tiêu"), "good", "check"), Result.PARTLY: (_l("Đạt một phần"), "wait", "hourglass"),
    Result.NOT_ACHIEVED: (_l("Không đạt"), "late", "close"),
}  # fmt: skip
SHELVES: dict[str, Words] = {
    Shelf.TO_ASSESS: _l("Chưa đánh giá"), Shelf.ASSESSED: _l("Đã đánh giá"), Shelf.RECOGNISED: _l("Được công nhận"),
    Shelf.NOT_PUBLIC: _l("Chưa công khai"), Shelf.ENDED: _l("Đã kết thúc"), Shelf.WITHDRAWN: _l("Đã rút"),
}  # fmt: skip
STEP_WORDS: dict[Step, tuple[Words, Words]] = {
    Step.NOTE: (_l("Ghi tiến độ"), _l("Việc đã làm đến một ngày.")),
    Step.ASSESS: (_l("Đánh giá kết quả năm"), _l("So với mục tiêu đã đăng ký.")),
    Step.RECOGNISE: (_l("Ghi quyết định công nhận"), _l("Cấp nào, số và ngày của quyết định.")),
    Step.CARRY_ON: (_l("Đăng ký tiếp sang năm khác"), _l("Vẫn là mô hình này, thêm một năm.")),
    Step.PUBLISH: (_l("Đưa ra công khai"), _l("Mọi người đọc được mô hình, kết quả và các ghi chép được phép công khai.")),
    Step.HIDE_NOTE: (_l("Ẩn một ghi chép"), _l("Ghi chép vẫn còn ở bàn làm việc.")),
    Step.REASSESS: (_l("Đánh giá lại"), _l("Bỏ đánh giá đã ghi; nhật ký vẫn giữ.")),
    Step.STRIKE: (_l("Bỏ công nhận ghi nhầm"), _l("Bỏ quyết định ghi sau cùng của năm; nhật ký vẫn giữ.")),
    Step.END: (_l("Kết thúc mô hình"), _l("Không làm tiếp nữa. Không lấy lại được.")),
    Step.TAKE_BACK: (_l("Gỡ khỏi trang công khai"), _l("Không lấy lại được. Trang ghi rõ ngày và lý do gỡ.")),
    Step.WITHDRAW: (_l("Rút đăng ký"), _l("Khi đăng ký nhầm. Không lấy lại được.")),
}  # fmt: skip
DONE: dict[str, Words] = {
    Step.REGISTER: _l("Đã đăng ký mô hình."), Step.CORRECT: _l("Đã sửa nội dung đăng ký."), Step.NOTE: _l("Đã ghi tiến độ."),
    Step.HIDE_NOTE: _l("Đã ẩn ghi chép."), Step.ASSESS: _l("Đã ghi đánh giá."), Step.REASSESS: _l("Đã bỏ đánh giá."),
    Step.RECOGNISE: _l("Đã ghi quyết định công nhận."), Step.STRIKE: _l("Đã bỏ công nhận ghi nhầm."),
    Step.CARRY_ON: _l("Đã đăng ký tiếp."), Step.END: _l("Đã kết thúc mô hình."), Step.WITHDRAW: _l("Đã rút đăng ký."),
    Step.PUBLISH: _l("Đã công khai."), Step.TAKE_BACK: _l("Đã gỡ khỏi trang công khai."),
}  # fmt: skip
SOMEBODY_ELSE = _l("Có người vừa ghi trước. Chữ đã gõ còn nguyên; hãy xem bản mới rồi bấm lần nữa.")
NOT_NOW = _l("Bước này không còn làm được với mô hình ở tình trạng hiện tại. Chưa có gì thay đổi.")
FAULTS: dict[str, Words] = {
    "name_missing": _l("Hãy ghi tên mô hình, ít nhất 5 chữ cái."),
    "kind_unknown": _l("Hãy chọn tập thể hay cá nhân."),
    "carrier_missing": _l("Hãy ghi ai thực hiện, ví dụ Chi hội Phụ nữ thôn Nà Pất."),
    "named_collective": _l("Ô này chỉ dành cho cá nhân. Hãy bỏ đánh dấu hoặc chọn cá nhân."),
    "sphere_unknown": _l("Hãy chọn lĩnh vực của mô hình."),
    "village_unknown": _l("Thôn này không có trong danh sách của xã. Hãy chọn lại."),
    "keeper_missing": _l("Hãy chọn phòng, ban hoặc ghi tên đoàn thể phụ trách."),
    "what_missing": _l("Hãy ghi làm gì, cho ai, ít nhất 10 chữ cái."),
    "goal_missing": _l("Hãy ghi mục tiêu, ít nhất 10 chữ cái."),
    "ends_before": _l("Ngày kết thúc không thể trước ngày bắt đầu."),
    "year_bad": _l("Hãy ghi năm đăng ký, từ 10 năm trước đến năm sau."),
    "year_before": _l("Năm này đã đăng ký rồi hoặc trước năm đã đăng ký. Hãy ghi năm sau đó."),
    "model_unknown": _l("Mô hình này không có trong sổ. Hãy chọn lại."),
    "outcome_missing": _l("Hãy ghi kết quả cụ thể, ít nhất 10 chữ cái."),
    "unit_missing": _l("Hãy ghi con số ấy là gì, ví dụ hộ, mét, triệu đồng."),
    "amount_missing": _l("Hãy ghi con số, hoặc bỏ trống đơn vị."),
    "document_missing": _l("Hãy ghi số, ký hiệu của quyết định."),
    "document_twice": _l("Quyết định này đã ghi cho mô hình rồi."),
    "decided_later": _l("Ngày của quyết định không thể sau hôm nay."),
    "words_missing": _l("Hãy ghi đã làm được gì, ít nhất 10 chữ cái."),
    "note_later": _l("Ngày ghi chép không thể sau hôm nay."),
    "note_early": _l("Ngày ghi chép trước cả ngày bắt đầu và năm đăng ký của mô hình. Hãy xem lại."),
    "note_unknown": _l("Ghi chép này không còn công khai. Hãy chọn lại."),
    "reason_short": _l("Hãy ghi rõ lý do, ít nhất 10 chữ cái."),
    "read_over": _l("Hãy đọc lại và đánh dấu: không có tên, số điện thoại, địa chỉ của người chưa đồng ý."),
    "form_expired": _l("Trang này mở đã quá lâu. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."),
}  # fmt: skip


def fault(code: str) -> str:
    """Return the sentence of a fault: this room's own, or that of the letters."""
    known = FAULTS.get(code)
    return letters_sentence(code) if known is None else str(known)


def sphere_name(code: str) -> str:
    """Return the field of a model: "Kinh tế"."""
    return named(spheres(), code, current_locale())


def level_name(code: str) -> str:
    """Return by whom a model is recognised: "Cấp tỉnh"."""
    return named(levels(), code, current_locale())


def carrier_name(carrier: str) -> str:
    """Return who carries it; a person who did not agree to be named is "một cá nhân"."""
    return carrier or _("một cá nhân")


def amount_text(amount: int, unit: str) -> str:
    """Return the number of a result: "45 hộ"."""
    return f"{number_text(amount)} {unit}"


def entry_title(step: str, facts: Mapping[str, Any]) -> str:
    """Return one line of the log in words."""
    titles = {
        Step.REGISTER: _("Đăng ký mô hình"), Step.CORRECT: _("Sửa nội dung đăng ký"), Step.NOTE: _("Ghi tiến độ"),
        Step.HIDE_NOTE: _("Ẩn một ghi chép"), Step.REASSESS: _("Bỏ đánh giá"), Step.RECOGNISE: _("Được công nhận"),
        Step.STRIKE: _("Bỏ công nhận ghi nhầm"), Step.CARRY_ON: _("Đăng ký tiếp"), Step.END: _("Kết thúc mô hình"),
        Step.WITHDRAW: _("Rút đăng ký"), Step.PUBLISH: _("Đưa ra công khai"), Step.TAKE_BACK: _("Gỡ khỏi trang công khai"),
        Step.ASSESS: _("Đánh giá: %(result)s", result=RESULTS.get(str(facts.get("result")), ("–",))[0]),
    }  # fmt: skip
    return titles[Step(step)]


def entry_note(facts: Mapping[str, Any]) -> str:
    """Return what stands beside a line of the log: the year, the decision, the day."""
    notes = []
    if facts.get("year"):
        notes.append(_("cho năm %(year)s", year=facts["year"]))
    if facts.get("level"):
        notes.append(_("%(level)s, quyết định %(number)s", level=level_name(str(facts["level"])), number=facts["document"]))
    day = facts.get("decided_on") or facts.get("on")
    if day:
        notes.append(_("ngày %(day)s", day=date_text(date.fromisoformat(str(day)))))
    return ", ".join(notes)

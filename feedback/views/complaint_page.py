"""The complaint section of the case screen: what is on file, in short boxes of label and value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from core.formats import date_text
from feedback import complaint_phrases as words
from feedback.complaint_states import (
    Challenged,
    Complexity,
    EndGround,
    HigherOutcome,
    Presence,
    RefusalGround,
    Result,
    Signature,
    StopGround,
)
from feedback.queries.complaint_file import ComplaintView

Rows = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Box:
    """A heading with its facts; ``text`` is running text under them, ``why`` the proof of a day among them."""

    title: str
    rows: Rows
    text: str = ""
    why: tuple[str, ...] = ()


def boxes(known: ComplaintView) -> list[Box]:
    """Return the boxes that have something in them, in the order of the procedure."""
    found = [_lodging(known), _people(known), _settling(known), *_verification(known), *_dialogues(known), *_stops(known)]
    found += [_report(known), _decision(known), _afterwards(known), _ending(known)]
    return [replace(box, rows=[row for row in box.rows if row[1]]) for box in found if _filled(box)]


def _filled(box: Box) -> bool:
    return bool(box.text) or any(value for _label, value in box.rows)


def _lodging(known: ComplaintView) -> Box:
    barred = {True: _("đã hết thời hiệu"), False: _("còn thời hiệu"), None: _("chưa kiểm tra")}[known.barred]
    signed = words.label(Signature, known.signature)
    about = "" if known.challenged == Challenged.ADMINISTRATIVE else words.label(Challenged, known.challenged)
    lost, why = known.excused_days, known.excused_reason
    excused = ngettext("%(num)s ngày: %(reason)s", "%(num)s ngày: %(reason)s", lost, reason=why) if lost else ""
    return Box(
        title=_("Khiếu nại"),
        rows=[
            (_("Khiếu nại về"), known.target), (_("Loại"), about),
            (_("Ngày biết"), _day(known.learned_on)), (_("Trở ngại khách quan"), excused),
            (_("Thời hiệu"), f"{barred} ({_day(known.time_limit_on)})" if known.time_limit_on else barred),
            (_("Chữ ký"), f"{signed}, {_day(known.signed_on)}" if known.signed_on else signed),
        ],
        why=known.time_limit_why,
    )  # fmt: skip


def _people(known: ComplaintView) -> Box:
    number = str(known.people) if known.people != 1 else ""
    signed = {True: _("đủ chữ ký"), False: _("chưa đủ chữ ký")}[known.all_signed] if number else ""
    return Box(
        title=_("Người khiếu nại"),
        rows=[
            (_("Số người"), number), (_("Chữ ký của mọi người"), signed), (_("Người đại diện"), ", ".join(known.representatives)),
            (_("Văn bản cử đại diện"), known.appointment_paper), (_("Người được ủy quyền"), known.attorney),
            (_("Giấy ủy quyền"), known.attorney_paper),
        ],
    )  # fmt: skip


def _settling(known: ComplaintView) -> Box:
    texts = [words.label(Complexity, code) for code in known.criteria]
    return Box(
        title=_("Loại vụ việc"),
        rows=[
            (_("Vùng sâu, vùng xa"), _("có") if known.remote else ""),
            (_("Phức tạp"), "; ".join(texts)), (_("Lý do"), known.complex_reason),
        ],
    )  # fmt: skip


def _verification(known: ComplaintView) -> list[Box]:
    tasks = [
        (item.text, _("xong %(day)s: %(found)s", day=_day(item.done_on), found=item.found) if item.done_on else _("đang làm"))
        for item in known.tasks
    ]
    asked = [
        (
            f"{item.asked_of}: {item.text}",
            _("nhận %(day)s", day=_day(item.received_on)) if item.received_on else _("chờ đến %(day)s", day=_day(item.due_on)),
        )
        for item in known.requests
    ]
    return [Box(title=_("Việc xác minh"), rows=tasks), Box(title=_("Tài liệu đã yêu cầu"), rows=asked)]


def _dialogues(known: ComplaintView) -> list[Box]:
    return [
        Box(
            title=_("Đối thoại"),
            rows=[
                (_("Ngày giờ"), f"{_day(item.planned_on)}, {item.hour}"), (_("Nơi"), item.place),
                (_("Nội dung"), item.topics), (_("Được mời cùng dự"), ", ".join(item.invited.splitlines())),
                (_("Đã báo ngày"), _day(item.invited_on)), (_("Người khiếu nại"), words.label(Presence, item.presence)),
                (_("Đã thống nhất"), item.agreed), (_("Còn khác nhau"), item.disputed),
            ],
            text=item.minutes,
        )
        for item in known.dialogues
    ]  # fmt: skip


def _stops(known: ComplaintView) -> list[Box]:
    return [
        Box(
            title=_("Tạm đình chỉ"),
            rows=[
                (_("Căn cứ"), words.label(StopGround, item.ground)), (_("Từ ngày"), _day(item.stopped_on)),
                (_("Tiếp tục từ"), _day(item.resumed_on) or _("chưa tiếp tục; thời hạn đang dừng")),
            ],
            text=item.reason,
        )
        for item in known.stops
    ]  # fmt: skip


def _report(known: ComplaintView) -> Box:
    differs = _("còn khác yêu cầu của người khiếu nại; phải đối thoại") if known.differs else ""
    return Box(
        title=_("Báo cáo xác minh"), rows=[(_("Ngày báo cáo"), _day(known.reported_on)), (_("Kết quả"), differs)],
        text=known.report,
    )  # fmt: skip


def _decision(known: ComplaintView) -> Box:
    return Box(
        title=_("Quyết định giải quyết"),
        rows=[
            (_("Kết luận"), words.label(Result, known.result)), (_("Số"), known.decision_number),
            (_("Ngày ban hành"), _day(known.decided_on)), (_("Ngày gửi"), _day(known.sent_on)),
        ],
        text=known.decision,
    )  # fmt: skip


def _afterwards(known: ComplaintView) -> Box:
    late = _(" (quá thời hạn)") if known.appeal_late else ""
    return Box(
        title=_("Sau quyết định") if known.decided_on else _("Lên cấp trên khi xã chưa quyết định"),
        rows=[
            (_("Khiếu nại lần hai"), _day(known.appealed_on) + late if known.appealed_on else ""),
            (_("Tòa án thụ lý"), _day(known.court_on)), (_("Kết quả"), words.label(HigherOutcome, known.higher_outcome)),
            (_("Có hiệu lực từ"), _day(known.in_force_on)), (_("Thi hành xong"), _day(known.enforced_on)),
        ],
    )  # fmt: skip


def _ending(known: ComplaintView) -> Box:
    return Box(
        title=_("Rút, đình chỉ, không thụ lý"),
        rows=[
            (_("Rút toàn bộ ngày"), _day(known.withdrawn_on)), (_("Phần đã rút"), known.withdrawn_part),
            (_("Số người đã rút"), str(known.people_left or "")), (_("Tiếp tục sau khi rút"), _day(known.continued_on)),
            (_("Vì bị ép buộc"), known.continued_reason),
            (_("Đình chỉ vì"), words.label(EndGround, known.end_ground)),
            (_("Không thụ lý vì"), words.label(RefusalGround, known.refusal_ground)),
        ],
    )  # fmt: skip


def _day(day: date | None) -> str:
    return date_text(day) if day else ""

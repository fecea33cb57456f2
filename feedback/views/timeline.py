"""What happened to a case, line by line, in words: titles, who, and the facts of each kind of entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from accounts import queries as people
from core.formats import date_text
from core.i18n import current_locale
from feedback import data_phrases, phrases
from feedback.document_words import kind_title
from feedback.queries.case_file import EntryView
from feedback.views import desk_words
from feedback.views.complaint_lines import complaint_pairs
from feedback.views.complaint_words import COMPLAINT_LINES

Pairs = list[tuple[str, str]]
ALL_LINES = desk_words.LINES | COMPLAINT_LINES
BY_SENDER = frozenset({"registered", "added", "rated", "reopened", "data_asked"})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line as the page shows it; ``internal``: the sender never sees it."""

    kind: str
    title: str
    at: datetime
    who: str
    icon: str
    tone: str
    internal: bool
    text: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names behind the ids in the facts, read once a page."""

    fields: Mapping[int, str]
    departments: Mapping[int, str]
    officials: Mapping[int, str]

    def of(self, kind: str, row_id: object) -> str:
        """Return the name of a row, or an empty text."""
        return getattr(self, kind).get(row_id, "")


def timeline_lines(entries: Sequence[EntryView], *, unit_id: int) -> list[Line]:
    """Return the lines, newest first."""
    names = _names(entries, unit_id)
    return [_line(entry, names) for entry in reversed(entries)]


def _names(entries: Sequence[EntryView], unit_id: int) -> Names:
    locale = current_locale()
    giving = [entry.facts for entry in entries if "department_id" in entry.facts]
    ids = {facts.get(name) for facts in giving for name in ("officer_id", "officer_before", "instead_of")} - {None}
    return Names(
        fields={item.id: item.named(locale) for item in people.fields(unit_id)},
        departments={item.id: item.named(locale) for item in people.departments(unit_id)} if giving else {},
        officials=people.official_names(unit_id, sorted(ids)),
    )


def _line(entry: EntryView, names: Names) -> Line:
    words = ALL_LINES.get(entry.kind, desk_words.OTHER_LINE)
    return Line(
        kind=entry.kind, title=str(words.title), at=entry.at, who=_who(entry), icon=words.icon, tone=words.tone,
        internal=not entry.for_sender, text=entry.text,
        pairs=tuple((label, value) for label, value in pairs_of(entry.kind)(entry.facts, names) if value),
    )  # fmt: skip


def pairs_of(kind: str) -> Callable[[Mapping[str, Any], Names], Pairs]:
    """Return what reads the facts of a kind of entry."""
    if kind in COMPLAINT_LINES:
        return lambda facts, names: [*complaint_pairs(facts), *_late(facts, names)]
    return PAIRS.get(kind, _no_pairs)


def _who(entry: EntryView) -> str:
    if entry.actor_name:
        return entry.actor_name
    return _("Người gửi") if entry.kind in BY_SENDER else _("Hệ thống")


def _no_pairs(_facts: Mapping[str, Any], _names: Names) -> Pairs:
    return []


def _registered(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [(_("Nhận qua"), phrases.channel_label(facts.get("channel", "")))]


def _classified(facts: Mapping[str, Any], names: Names) -> Pairs:
    before = [phrases.kind_label(facts["kind_before"])] if facts.get("kind_before") not in (None, facts.get("kind")) else []
    if facts.get("field_before") not in (None, facts.get("field_id")):
        before.append(names.of("fields", facts["field_before"]))
    return [
        (_("Loại đơn"), phrases.kind_label(facts.get("kind", ""))), (_("Lĩnh vực"), names.of("fields", facts.get("field_id"))),
        (_("Trước đó"), ", ".join(before)), (_("Hạn cũ"), _day(facts.get("due_before"))),
        (_("Hạn mới"), _day(facts.get("due_on"))),
    ]  # fmt: skip


def _data(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [
        (_("Yêu cầu"), data_phrases.right_label(facts.get("right", ""))), (_("Hạn thực hiện"), _day(facts.get("data_due_on"))),
    ]  # fmt: skip


def _given(facts: Mapping[str, Any], names: Names) -> Pairs:
    return [
        (_("Phòng, ban"), names.of("departments", facts.get("department_id"))),
        (_("Người xử lý"), names.of("officials", facts.get("officer_id"))),
        (_("Thay cho người đang vắng"), names.of("officials", facts.get("instead_of"))),
        (_("Người trước"), names.of("officials", facts.get("officer_before"))),
        (_("Hạn trả lời"), _day(facts.get("due_on"))),
    ]


def _relief(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [(_("Lý do"), phrases.relief_label(str(facts.get("reason", ""))))]


def _turned_away(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [
        (_("Nơi nhận"), facts.get("receiver", "")), (_("Căn cứ"), facts.get("ground", "")),
        (_("Phải chuyển chậm nhất"), _day(facts.get("until"))), *_late(facts, _names),
    ]  # fmt: skip


def _revoked(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [(_("Đã thu hồi"), phrases.state_label(str(facts.get("ending", "")))), (_("Hạn trả lời"), _day(facts.get("due_on")))]


def _late(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [(_("Vì sao trễ hạn"), phrases.late_label(str(facts.get("late_reason", ""))))]


def _extension(facts: Mapping[str, Any], _names: Names) -> Pairs:
    moved = facts.get("due_before") != facts.get("due_on")
    return [
        (_("Số ngày làm việc"), str(facts.get("days", ""))), (_("Hạn cũ"), _day(facts.get("due_before")) if moved else ""),
        (_("Hạn mới"), _day(facts.get("due_on")) if moved else ""),
    ]  # fmt: skip


def _apology(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [
        *_late(facts, _names), (_("Nói rõ bằng lời dễ hiểu"), str(facts.get("why", ""))),
        (_("Ngày lỡ hẹn"), _day(facts.get("missed_on"))), (_("Ngày hẹn trả lời mới"), _day(facts.get("new_on"))),
    ]  # fmt: skip


def _escalated(facts: Mapping[str, Any], _names: Names) -> Pairs:
    share = _("%(stage)s %% thời gian", stage=facts.get("stage", ""))
    return [(_("Đã dùng"), share), (_("Hạn trả lời"), _day(facts.get("due_on")))]


def _issued(facts: Mapping[str, Any], _names: Names) -> Pairs:
    on_time = {True: _("đúng hạn"), False: _("quá hạn")}
    return [(_("Thời hạn"), on_time.get(facts.get("on_time"), "")), *_late(facts, _names)]


def _rated(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [(_("Đánh giá"), _("Hài lòng") if facts.get("satisfied") else _("Chưa hài lòng"))]


def _reopened(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [(_("Hạn trả lời lại"), _day(facts.get("due_on")))]


def _closed(facts: Mapping[str, Any], _names: Names) -> Pairs:
    why = {
        "satisfied": _("Người gửi hài lòng"), "rated_twice": _("Đã mở lại một lần"),
        "time_passed": _("Đã hết thời gian mở lại"),
    }  # fmt: skip
    return [(_("Vì"), why.get(facts.get("why", ""), ""))]


def _published(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [(_("Số ảnh công khai"), str(facts.get("photos", 0)))]


def _code(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [(_("Mã hồ sơ"), str(facts.get("code") or ", ".join(facts.get("codes", ()))))]


def _reply(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [
        (_("Cơ quan nhận"), facts.get("receiver", "")), (_("Số văn bản"), facts.get("number", "")),
        (_("Ngày trả lời"), _day(facts.get("replied_on"))), (_("Lần thứ"), str(facts.get("times", ""))),
    ]  # fmt: skip


def _reported_back(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [
        (_("Nơi chuyển đến"), phrases.source_label(facts.get("source", ""))), (_("Số văn bản"), facts.get("number", "")),
        (_("Ngày báo lại"), _day(facts.get("reported_on"))), *_issued(facts, _names),
    ]  # fmt: skip


def _marked(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [(_("Hạn xử lý khẩn"), _day(facts.get("due_on"))), (_("Mã trên Cổng"), facts.get("number", ""))]


def _document(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [(_("Văn bản"), kind_title(facts.get("kind", ""))), (_("Số, ký hiệu"), facts.get("number_text", ""))]


def _handover(facts: Mapping[str, Any], _names: Names) -> Pairs:
    return [
        (_("Xã nhận"), facts.get("receiver", "")), (_("Xã bàn giao"), facts.get("sender", "")),
        (_("Mã ở xã đó"), facts.get("code", "")), (_("Căn cứ"), facts.get("ground", "")), *_late(facts, _names),
    ]  # fmt: skip


def _day(raw: object) -> str:
    return date_text(date.fromisoformat(raw)) if isinstance(raw, str) and raw else ""


PAIRS: dict[str, Callable[[Mapping[str, Any], Names], Pairs]] = {
    "registered": _registered, "classified": _classified, "accepted": _given, "assigned": _given, "relief_asked": _relief,
    "transferred": _turned_away,
    "guided": _turned_away, "returned": _turned_away, "refused": _turned_away, "filed_only": _turned_away,
    "extension_requested": _extension,
    "extended": _extension, "extension_declined": _extension, "issued": _issued, "rated": _rated, "reopened": _reopened,
    "closed": _closed, "published": _published, "due_moved": _extension, "merged": _code, "joined": _code, "unmerged": _code,
    "left": _code, "split": _code, "part_made": _code, "urged": _reply, "transfer_replied": _reply,
    "reported_back": _reported_back, "marked_urgent": _marked,
    "portal_noted": _marked, "portal_updated": _marked,
    "escalated": _escalated,
    **dict.fromkeys(("data_asked", "data_taken", "data_extended", "data_done", "data_refused"), _data),
    "submitted": _late, "apology_written": _apology, "apologised": _apology,
    "document_issued": _document,
    "revoked": _revoked, "handed_over": _handover, "handover_received": _handover,
}  # fmt: skip

"""The facts of a line of the complaint procedure in words: dates, forms, grounds, results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.formats import date_text
from feedback import complaint_phrases as words
from feedback.complaint_states import (
    Challenged,
    Complexity,
    EndGround,
    HigherOutcome,
    Presence,
    Result,
    Scope,
    Signature,
    StopGround,
)

DAYS = {
    "learned_on": _l("Ngày biết"), "last_on": _l("Hết thời hiệu"), "lodged_on": _l("Ngày khiếu nại"), "signed_on": _l("Ngày ký"),
    "due_before": _l("Hạn cũ"), "due_on": _l("Hạn giải quyết"), "until": _l("Chậm nhất"), "stopped_on": _l("Dừng từ"),
    "sent_on": _l("Ngày gửi"), "planned_on": _l("Ngày đối thoại"), "notice_until": _l("Báo chậm nhất"),
    "held_on": _l("Ngày đối thoại"), "received_on": _l("Ngày nhận được"), "appeal_until": _l("Khiếu nại lần hai đến"),
    "court_until": _l("Khởi kiện đến"), "appealed_on": _l("Khiếu nại lần hai ngày"), "court_on": _l("Tòa thụ lý ngày"),
    "in_force_on": _l("Có hiệu lực từ"),
}  # fmt: skip
BEFORE_ACCEPTANCE = {"due_on": _l("Hạn thụ lý")}
"""With the signature the clock of acceptance runs; the one of settlement begins after it (LKN Art. 27, 28)."""
PLAIN = {
    "form": _l("Mẫu số"), "article": _l("Căn cứ"), "hour": _l("Giờ"), "place": _l("Nơi"), "number": _l("Số"),
    "people": _l("Số người"), "representatives": _l("Số người đại diện"), "leaving": _l("Số người rút"),
    "excused_days": _l("Ngày có trở ngại"),
}  # fmt: skip
CHOSEN = {
    "challenged": (_l("Khiếu nại về"), Challenged),
    "signature": (_l("Cách ký"), Signature), "scope": (_l("Rút"), Scope), "presence": (_l("Người khiếu nại"), Presence),
    "result": (_l("Kết luận"), Result), "proposal": (_l("Đề nghị"), Result), "outcome": (_l("Kết quả"), HigherOutcome),
}  # fmt: skip


def complaint_pairs(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return label and value of every fact that a person reads; what is empty is left out by the caller."""
    days = DAYS | BEFORE_ACCEPTANCE if "signature" in facts else DAYS
    pairs = [(str(label), _day(facts.get(name))) for name, label in days.items()]
    pairs += [(str(label), str(facts[name])) for name, label in PLAIN.items() if facts.get(name)]
    pairs += [(str(label), words.label(kind, str(facts[name]))) for name, (label, kind) in CHOSEN.items() if facts.get(name)]
    return pairs + [pair for read in OTHERS for pair in read(facts)]


def _ground(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    code = str(facts.get("ground", ""))
    kind = StopGround if code in set(StopGround) else EndGround
    return [(_("Lý do"), words.label(kind, code))] if code else []


def _criteria(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    chosen = facts.get("criteria") or []
    texts = [words.label(Complexity, code) for code in chosen]
    return [(_("Phức tạp"), "; ".join(texts))] if texts else []


def _flags(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = {
        "barred": {True: _("đã hết thời hiệu"), False: _("còn thời hiệu")},
        "on_time": {True: _("đúng hạn"), False: _("quá hạn")},
        "late": {True: _("quá thời hạn khiếu nại lần hai")},
        "unsettled": {True: _("xã chưa có quyết định lần đầu, đã quá hạn")},
        "remote": {True: _("vùng sâu, vùng xa")},
        "differs": {True: _("còn khác yêu cầu của người khiếu nại")},
        "done": {True: _("đã thi hành xong")},
    }  # fmt: skip
    texts = [text[facts[name]] for name, text in found.items() if facts.get(name) in text]
    return [(_("Ghi nhận"), "; ".join(texts))] if texts else []


def _day(raw: object) -> str:
    return date_text(date.fromisoformat(raw)) if isinstance(raw, str) and raw else ""


OTHERS: tuple[Callable[[Mapping[str, Any]], list[tuple[str, str]]], ...] = (_ground, _criteria, _flags)

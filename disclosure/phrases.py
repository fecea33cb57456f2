"""The words of the room on screens: states, forms, urgency, and a sentence for every refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from core.errors import BadInput
from core.formats import date_text
from core.i18n import current_locale
from disclosure.catalogue import Kind, kind_of, kinds
from disclosure.quarters import Quarter
from disclosure.queries.desk import TermDays
from disclosure.queries.places import PlaceGroup
from disclosure.rules import Rank
from disclosure.states import ItemState, Way
from feedback.forms.faults import sentence as letters_sentence

STATES = {
    ItemState.DRAFT: (_l("Dự thảo"), "mute", "edit"), ItemState.PUBLISHED: (_l("Đã công khai"), "good", "eye"),
    ItemState.WITHDRAWN: (_l("Đã gỡ khỏi trang"), "mute", "hidden"),
}  # fmt: skip
WAYS = {
    Way.HEADQUARTERS: _l("Niêm yết tại trụ sở Ủy ban nhân dân xã"), Way.VILLAGE: _l("Niêm yết tại nhà văn hóa thôn"),
    Way.LOUDSPEAKER: _l("Phát trên loa truyền thanh"), Way.VILLAGE_HEADS: _l("Gửi trưởng thôn để báo người dân"),
}  # fmt: skip
SHOWN_LABELS = {
    "niem-yet": _l("Ghi đã niêm yết"), "phat-loa": _l("Ghi đã phát loa"), "gui-truong-thon": _l("Ghi đã gửi trưởng thôn"),
}  # fmt: skip
RANKS = {
    Rank.PUBLISH: _l("Phải đưa lên trang công khai"), Rank.EVIDENCE: _l("Thiếu minh chứng niêm yết, phát loa"),
    Rank.REMOVABLE: _l("Đủ ngày, gỡ xuống được"), Rank.HANGING: _l("Đang niêm yết"), Rank.DONE: _l("Đã xong"),
    Rank.WITHDRAWN: _l("Đã gỡ khỏi trang"),
}  # fmt: skip
SENTENCES = {
    "kind_unknown": _l("Hãy chọn một trong 14 loại thông tin."),
    "title_missing": _l("Hãy ghi tên thông tin, để người dân biết đây là việc gì."),
    "decided_later": _l("Ngày này chưa đến. Hãy ghi ngày của quyết định, văn bản đã ký."),
    "decided_old": _l("Ngày này trước khi Luật Thực hiện dân chủ ở cơ sở có hiệu lực hoặc ngoài lịch làm việc đã nhập."),
    "decided_after_publishing": _l("Ngày quyết định không thể sau ngày đã công khai."),
    "owner_missing": _l("Hãy chọn người chịu trách nhiệm."),
    "owner_unknown": _l("Người này không còn làm việc ở xã. Hãy chọn lại."),
    "villages_missing": _l("Loại này phải niêm yết ở cả thôn. Hãy chọn ít nhất một nhà văn hóa thôn."),
    "village_unknown": _l("Có thôn không thuộc xã. Hãy chọn lại."),
    "summary_missing": _l("Hãy tóm tắt bằng lời dễ hiểu trước khi công khai."),
    "nothing_to_read": _l("Chưa có nội dung để đọc: hãy ghi nội dung hoặc thêm tệp."),
    "nothing_changed": _l("Chưa có gì khác với bản đang công khai."),
    "files_many": _l("Mỗi thông tin có nhiều nhất 10 tệp. Hãy bỏ bớt tệp cũ."),
    "places_missing": _l("Hãy chọn ít nhất một nơi."),
    "place_unknown": _l("Có nơi không thuộc thông tin này. Hãy chọn lại."),
    "place_ended": _l("Có nơi đã gỡ xuống rồi nên không ghi lại được."),
    "not_hanging": _l("Có nơi chưa ghi niêm yết hoặc đã gỡ xuống rồi. Hãy chọn lại."),
    "from_later": _l("Ngày này chưa đến. Chỉ ghi việc đã làm."),
    "from_before_decision": _l("Ngày này trước ngày quyết định. Hãy xem lại."),
    "to_range": _l("Ngày cuối phải từ ngày đầu đến hôm nay."),
    "to_later": _l("Ngày này chưa đến. Chỉ ghi việc đã làm."),
    "to_before_from": _l("Ngày gỡ phải từ ngày niêm yết trở đi."),
    "calendar_not_covered": _l("Lịch ngày nghỉ của năm này chưa có nên chưa tính được ngày. Hãy nhập lịch trước."),
    "replacement_unknown": _l("Hãy chọn thông tin cùng loại đã công khai."),
}
WRONG_STATE = _l("Thông tin này đang ở tình trạng khác nên không làm được bước này. Hãy xem lại.")
SOMEBODY_ELSE = _l("Vừa có người khác ghi vào thông tin này. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa.")
DONE = {
    "draft": _l("Đã ghi dự thảo."), "change": _l("Đã ghi các thay đổi."), "discard": _l("Đã bỏ bản dự thảo."),
    "publish": _l("Đã công khai. Mọi người đọc được ngay; hãy ghi minh chứng niêm yết khi làm xong."),
    "correct": _l("Đã đính chính. Trang công khai ghi rõ ngày và lý do."),
    "withdraw": _l("Đã gỡ khỏi trang công khai. Hãy gỡ cả bản đang niêm yết."),
    "show": _l("Đã ghi minh chứng."), "take_down": _l("Đã ghi ngày gỡ xuống."),
}  # fmt: skip


def sentence(code: str) -> str:
    """Return the sentence of a code: this room's own, or that of the letters."""
    known = SENTENCES.get(code)
    return letters_sentence(code) if known is None else str(known)


def refused(problem: BadInput) -> dict[str, str]:
    """Return field → sentence of a refusal; those that rest on a term say its days and its article."""
    facts = problem.facts
    return {name: _told(code, facts) for name, code in problem.errors.items()}


def _told(code: str, facts: Mapping[str, Any]) -> str:
    basis = facts.get("basis_en" if current_locale() == "en" else "basis_vi", "")
    if code == "posting_short":
        until = date_text(date.fromisoformat(str(facts["until"])))
        return _(
            "Phải niêm yết liên tục ít nhất %(days)s ngày, nên giữ đến hết %(until)s (%(basis)s).",
            days=facts["days"], until=until, basis=basis,
        )  # fmt: skip
    if code == "posting_permanent":
        return _(
            "Loại này niêm yết thường xuyên, chỉ gỡ khi có bản mới thay (%(basis)s). Hãy chọn thông tin thay thế.", basis=basis
        )
    if code == "broadcast_short":
        return _("Phải phát loa ít nhất %(days)s ngày liên tục. Hãy ghi khi đã phát đủ.", days=facts["days"])
    return sentence(code)


def kind_name(code: str) -> str:
    """Return what a kind is called, in the reader's language."""
    kind = kind_of(code)
    return kind.name(current_locale()) if kind is not None else code


def kind_choices() -> list[tuple[str, str]]:
    """Return code and name of every kind."""
    return [(kind.code, f"{kind.code}. {kind.name(current_locale())}") for kind in kinds()]


def form_words(kind: Kind, days: TermDays) -> list[str]:
    """Return in which forms a kind is disclosed, for the page that begins an item."""
    words = [_("Đăng trên trang này")]
    if kind.permanent:
        words.append(_("Niêm yết thường xuyên tại trụ sở và nhà văn hóa thôn"))
    elif kind.posting:
        words.append(_("Niêm yết ít nhất %(days)s ngày liên tục tại trụ sở và nhà văn hóa thôn", days=days.posting))
    if kind.spoken:
        words += [_("Phát loa ít nhất %(days)s ngày liên tục", days=days.loudspeaker), _("Gửi trưởng thôn")]
    return words


def group_place(group: PlaceGroup) -> str:
    """Return where a group of places is, in one phrase."""
    if group.way != Way.VILLAGE:
        return str(WAYS[Way(group.way)])
    if group.every:
        return _("Nhà văn hóa của cả %(number)s thôn", number=len(group.names))
    return _("Nhà văn hóa: %(villages)s", villages=", ".join(group.names))


def way_word(way: str) -> str:
    """Return a form in one or two words, for the list on paper."""
    hung = {Way.HEADQUARTERS, Way.VILLAGE}
    words = {Way.LOUDSPEAKER: _("Phát loa"), Way.VILLAGE_HEADS: _("Gửi trưởng thôn")}
    return _("Niêm yết") if way in hung else words[Way(way)]


def where_word(group: PlaceGroup) -> str:
    """Return the place of a group without its form, for the list on paper."""
    if group.way == Way.HEADQUARTERS:
        return _("Trụ sở Ủy ban nhân dân xã")
    if group.way == Way.VILLAGE:
        return group_place(group)
    return "; ".join(group.notes) or _("toàn xã")


def group_days(group: PlaceGroup, *, permanent: bool) -> str:
    """Return from when until when, in one phrase."""
    if group.from_on is None:
        return _("chưa ghi minh chứng")
    begun = date_text(group.from_on)
    if group.to_on is not None and group.to_on != group.from_on:
        return f"{begun} – {date_text(group.to_on)}"
    if group.to_on is not None:
        return begun
    if permanent:
        return _("từ %(day)s, thường xuyên", day=begun)
    return _("từ %(day)s, ít nhất đến hết %(until)s", day=begun, until=date_text(group.least_on))


def late_words(days: int) -> str:
    """Return how late, in one phrase."""
    return ngettext("chậm %(num)s ngày", "chậm %(num)s ngày", days)


def quarter_name(quarter: Quarter) -> str:
    """Return "quý IV năm 2026"."""
    roman = ("I", "II", "III", "IV")[quarter.number - 1]
    return _("quý %(number)s năm %(year)s", number=roman, year=quarter.year)

"""The words of land projects on screens: states, where a draft plan stands, and a sentence for every refusal."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from core.errors import BadInput
from core.formats import date_text
from disclosure.land_states import LandState, PlanPhase, TalkState
from disclosure.phrases import sentence
from disclosure.queries.land import Plan

STATES = {
    LandState.DRAFT: (_l("Chưa công khai"), "mute", "edit"), LandState.OPEN: (_l("Đang thực hiện"), "open", "clock"),
    LandState.FINISHED: (_l("Đã kết thúc"), "good", "check"), LandState.WITHDRAWN: (_l("Đã gỡ khỏi trang"), "mute", "hidden"),
}  # fmt: skip
PHASES = {
    PlanPhase.COMING: (_l("Chưa công khai"), "mute", "edit"), PlanPhase.UNPOSTED: (_l("Chưa niêm yết"), "wait", "warning"),
    PlanPhase.POSTING: (_l("Đang niêm yết"), "open", "eye"), PlanPhase.COUNTING: (_l("Chờ lấy ý kiến"), "wait", "hourglass"),
    PlanPhase.TALKING: (_l("Chờ đối thoại"), "wait", "people"), PlanPhase.SETTLED: (_l("Đã lấy ý kiến"), "good", "check"),
    PlanPhase.GONE: (_l("Đã gỡ khỏi trang"), "mute", "hidden"),
}  # fmt: skip
FAULTS = {
    "name_missing": _l("Hãy ghi tên dự án."),
    "document_missing": _l("Hãy ghi số quyết định hoặc kế hoạch thu hồi đất."),
    "department_missing": _l("Hãy chọn phòng, ban phụ trách."),
    "department_unknown": _l("Phòng, ban này không còn. Hãy chọn lại."),
    "project_villages_missing": _l("Hãy chọn ít nhất một thôn có đất trong dự án."),
    "people_bad": _l("Hãy ghi một số từ 0 đến 100.000."),
    "people_none": _l("Hãy ghi ít nhất một người có ý kiến."),
    "minutes_missing": _l("Hãy ghi số biên bản lấy ý kiến."),
    "minutes_later": _l("Ngày này chưa đến. Hãy ghi ngày của biên bản đã lập."),
    "not_posted": _l("Phương án chưa ghi niêm yết ở nơi nào. Hãy ghi minh chứng niêm yết trước."),
    "dialogue_unknown": _l("Buổi đối thoại này đã hủy, hoặc diễn ra trước khi lập biên bản. Hãy chọn lại."),
    "no_dialogue_owed": _l("Phương án này không có ai không đồng ý nên không phải đối thoại."),
    "letter_unknown": _l("Không có thư nào mang mã này. Hãy xem lại mã."),
    "letter_unread": _l("Thư này chưa phân loại, hoặc đã gộp, tách sang thư khác nên chưa gắn được."),
    "letter_kind": _l("Chỉ gắn kiến nghị và phản ánh."),
    "letter_twice": _l("Thư này đã gắn với dự án rồi."),
    "dialogue_owed": _l("Còn người không đồng ý mà chưa đối thoại xong, nên chưa kết thúc được."),
    "opinions_owed": _l("Còn phương án chưa niêm yết hoặc chưa ghi ý kiến người dân, nên chưa kết thúc được."),
    "posting_goes_on": _l("Còn phương án đang niêm yết chưa đủ ngày, nên chưa kết thúc được."),
}
WRONG_STATE = _l("Dự án này đang ở tình trạng khác nên không làm được bước này. Hãy xem lại.")
SOMEBODY_ELSE = _l("Vừa có người khác ghi vào dự án này. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa.")
DONE = {
    "moi": _l("Đã ghi dự án. Mọi người chưa đọc được cho đến khi bấm công khai."), "sua": _l("Đã ghi các thay đổi."),
    "cong-khai": _l("Đã công khai dự án. Mọi người đọc được ngay."), "y-kien": _l("Đã ghi ý kiến của người dân."),
    "doi-thoai": _l("Đã ghi buổi đối thoại."), "thu": _l("Đã gắn thư vào dự án."), "bo-thu": _l("Đã bỏ thư khỏi dự án."),
    "ket-thuc": _l("Đã kết thúc dự án."), "go": _l("Đã gỡ dự án khỏi trang công khai."),
}  # fmt: skip


def fault(code: str) -> str:
    """Return the sentence of a code: of land projects, of disclosures, or of letters."""
    known = FAULTS.get(code)
    return sentence(code) if known is None else str(known)


def refused(problem: BadInput) -> dict[str, str]:
    """Return field → sentence of a refusal; one that rests on a day names it."""
    until = str(problem.facts.get("until") or "")
    return {name: _early(until) if code == "opinions_early" else fault(code) for name, code in problem.errors.items()}


def _early(until: str) -> str:
    day = date_text(date.fromisoformat(until))
    return _("Phương án phải niêm yết đến hết %(day)s, nên biên bản lấy ý kiến không thể trước ngày đó.", day=day)


def hangs(plan: Plan, today: date) -> str:
    """Return until when a draft plan hangs and how long that still is, in one phrase."""
    if plan.until is None:
        return _("Chưa niêm yết ở nơi nào.")
    day, left = date_text(plan.until), (plan.until - today).days
    if left < 0:
        return _("Đã niêm yết đủ ngày, đến hết %(day)s.", day=day)
    if left == 0:
        return _("Niêm yết ít nhất đến hết hôm nay, %(day)s.", day=day)
    return ngettext(
        "Niêm yết ít nhất đến hết %(day)s, còn %(num)s ngày.",
        "Niêm yết ít nhất đến hết %(day)s, còn %(num)s ngày.",
        left,
        day=day,
    )


def opinions(plan: Plan) -> str:
    """Return who agrees and who does not, in one phrase."""
    if plan.agree is None:
        return ""
    return _("%(agree)s người đồng ý, %(disagree)s người không đồng ý.", agree=plan.agree, disagree=plan.disagree)


def talk_words(plan: Plan) -> tuple[str, str, str]:
    """Return where the duty of a dialogue stands: words, tone, icon."""
    talk = plan.talk
    late = ngettext("chậm %(num)s ngày", "chậm %(num)s ngày", talk.late) if talk.late else ""
    due, on = date_text(talk.due_on), date_text(talk.on)
    if talk.state is TalkState.HELD:
        return (_("đã đối thoại ngày %(day)s", day=on) + (f", {late}" if late else ""), "late" if late else "good", "check")
    if talk.state is TalkState.ARRANGED:
        return (_("đối thoại ngày %(day)s", day=on) + (f", {late}" if late else ""), "late" if late else "open", "calendar")
    if talk.state is TalkState.LATE:
        return (_("chưa đối thoại, %(late)s", late=late), "late", "late")
    return (_("phải đối thoại đến hết %(day)s", day=due), "wait", "hourglass")

"""The words of the room on screens: bodies, states, steps, and a sentence for every refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from core.formats import date_text
from feedback.forms.faults import sentence as letters_sentence
from supervision.rules import ART_40_1C, STEPS, by_law
from supervision.states import Body, PromiseState, State, Step, Verdict

Words = Any
BODIES: dict[str, Words] = {
    Body.FATHERLAND_FRONT: _l("Ủy ban Mặt trận Tổ quốc xã"), Body.MEMBER_ORGANISATION: _l("Tổ chức thành viên của Mặt trận"),
    Body.PEOPLES_INSPECTION: _l("Ban Thanh tra nhân dân"), Body.COMMUNITY_SUPERVISION: _l("Ban Giám sát đầu tư của cộng đồng"),
}  # fmt: skip
STATES: dict[str, tuple[Words, str, str]] = {
    State.RECEIVED: (_l("Mới nhận, chờ giao"), "open", "inbox"), State.ASSIGNED: (_l("Đang soạn trả lời"), "open", "edit"),
    State.DRAFTED: (_l("Chờ lãnh đạo duyệt"), "wait", "hourglass"), State.ANSWERED: (_l("Đã trả lời"), "good", "check"),
    State.CLOSED: (_l("Đã kết thúc"), "good", "check"), State.WITHDRAWN: (_l("Đã rút kiến nghị"), "mute", "close"),
}  # fmt: skip
VERDICTS: dict[str, tuple[Words, str, str]] = {
    Verdict.SATISFIED: (_l("Hài lòng với trả lời"), "good", "smile"),
    Verdict.NOT_SATISFIED: (_l("Chưa hài lòng với trả lời"), "late", "sad"),
}  # fmt: skip
PROMISES: dict[str, tuple[Words, str, str]] = {
    "": (_l("Chưa đến ngày hứa"), "open", "clock"), "late": (_l("Đã qua ngày hứa"), "late", "late"),
    PromiseState.DONE: (_l("Đã làm"), "good", "check"), PromiseState.NOT_DONE: (_l("Chưa làm được"), "late", "close"),
}  # fmt: skip
STEP_WORDS: dict[Step, tuple[Words, Words]] = {
    Step.CORRECT: (_l("Sửa kiến nghị"), _l("Sửa được đến khi xã giao người trả lời. Chữ cũ còn trong phần “Đã diễn ra”.")),
    Step.ASSIGN: (_l("Giao người trả lời"), _l("Người hoặc phòng được giao nhận được thư báo.")),
    Step.DRAFT: (
        _l("Soạn trả lời, trình lãnh đạo"), _l("Nói rõ nhận điều gì, không nhận điều gì và vì sao, sẽ làm gì đến ngày nào."),
    ),
    Step.SEND_BACK: (_l("Trả lại để soạn lại"), _l("Ghi chỗ cần sửa.")),
    Step.ANSWER: (_l("Duyệt và trả lời"), _l("Sửa lời ở đây được. Gửi rồi thì không sửa được nữa.")),
    Step.JUDGE: (_l("Ghi ý kiến về trả lời"), _l("Ghi xong thì kiến nghị kết thúc.")),
    Step.ASK_AGAIN: (_l("Hỏi lại"), _l("Chỉ một lần, có lý do; thời hạn trả lời tính lại từ hôm nay.")),
    Step.WITHDRAW: (_l("Rút kiến nghị"), _l("Không lấy lại được.")),
    Step.SETTLE: (_l("Ghi kết quả việc đã hứa"), _l("Đã làm, hoặc chưa làm được và vì sao.")),
    Step.AGREE: (_l("Đồng ý công khai"), _l("Thay mặt cơ quan giám sát. Lãnh đạo xã cũng đồng ý thì mới hiện cho mọi người.")),
    Step.ALLOW: (_l("Lãnh đạo đồng ý công khai"), _l("Cơ quan giám sát cũng đồng ý thì mới hiện cho mọi người.")),
    Step.TAKE_BACK: (_l("Gỡ khỏi trang công khai"), _l("Không lấy lại được. Trang ghi rõ ngày và lý do gỡ.")),
}  # fmt: skip
ARTICLES = {ART_40_1C: _l("điểm c khoản 1 Điều 40 Luật Thực hiện dân chủ ở cơ sở 2022")}
DONE: dict[str, Words] = {
    Step.RECEIVE: _l("Đã ghi kiến nghị."), Step.CORRECT: _l("Đã sửa kiến nghị."),
    Step.ASSIGN: _l("Đã giao."), Step.DRAFT: _l("Đã trình lãnh đạo."),
    Step.SEND_BACK: _l("Đã trả lại để soạn lại."), Step.ANSWER: _l("Đã trả lời. Mặt trận nhận được thư báo."),
    Step.JUDGE: _l("Đã ghi ý kiến, kiến nghị kết thúc."), Step.ASK_AGAIN: _l("Đã hỏi lại. Thời hạn mới bắt đầu từ hôm nay."),
    Step.WITHDRAW: _l("Đã rút kiến nghị."), Step.SETTLE: _l("Đã ghi kết quả việc đã hứa."),
    Step.AGREE: _l("Đã đồng ý công khai."), Step.ALLOW: _l("Đã đồng ý công khai."),
    Step.TAKE_BACK: _l("Đã gỡ khỏi trang công khai."),
}  # fmt: skip
REASONS: dict[str, Words] = {
    "denunciation": _l("Là tố cáo một người: chuyển vào sổ kín"), "other": _l("Không phải kiến nghị giám sát: xóa chữ"),
}  # fmt: skip
EMPTIED = _l("Đã chuyển kiến nghị đi. Ở đây không còn chữ nào của nó.")
KEPT = _l("Đã lưu, chưa gửi cho ai.")
SOMEBODY_ELSE = _l("Có người vừa ghi trước. Chữ đã gõ còn nguyên; hãy xem bản mới rồi bấm lần nữa.")
NOT_NOW = _l("Bước này không còn làm được với kiến nghị ở tình trạng hiện tại. Chưa có gì thay đổi.")
FAULTS: dict[str, Words] = {
    "body_unknown": _l("Hãy chọn cơ quan giám sát."),
    "organisation_missing": _l("Hãy ghi tên tổ chức thành viên, ví dụ Hội Nông dân xã."),
    "title_missing": _l("Hãy ghi kiến nghị về việc gì, ít nhất 5 chữ cái."),
    "subject_missing": _l("Hãy ghi đã giám sát việc gì, thấy gì."),
    "asked_missing": _l("Hãy ghi cơ quan giám sát đề nghị điều gì, mỗi điều một dòng."),
    "received_later": _l("Ngày nhận không thể sau hôm nay."),
    "document_later": _l("Ngày của văn bản không thể sau ngày nhận."),
    "document_missing": _l("Ghi thay cơ quan giám sát thì phải có số văn bản của cơ quan ấy."),
    "paper_missing": _l("Ghi thay cơ quan giám sát thì phải có số văn bản của cơ quan ấy."),
    "day_outside": _l("Ngày này trước khi luật có hiệu lực hoặc ngoài lịch làm việc đã nhập nên chưa tính được thời hạn."),
    "somebody_missing": _l("Hãy chọn một người hoặc một phòng, ban."),
    "official_unknown": _l("Người này không còn làm việc ở xã hoặc không trả lời kiến nghị giám sát. Hãy chọn lại."),
    "answer_missing": _l("Hãy ghi xã nhận điều gì, hoặc không nhận điều gì và vì sao."),
    "why_missing": _l("Hãy ghi vì sao không nhận."),
    "refused_missing": _l("Hãy ghi không nhận điều gì."),
    "promise_day_missing": _l("Hãy ghi sẽ làm xong vào ngày nào."),
    "promised_missing": _l("Hãy ghi sẽ làm việc gì đến ngày ấy."),
    "promise_past": _l("Ngày hứa đã qua. Hãy chọn ngày khác."),
    "reason_short": _l("Hãy ghi rõ lý do, ít nhất 10 chữ cái."),
    "read_over": _l("Hãy đọc lại và đánh dấu: không có tên, số điện thoại, địa chỉ của người nào."),
    "reads_as_denunciation": _l("Lời này giống một đơn tố cáo nên không nhận ở đây. Tố cáo có cách gửi riêng để giữ bí mật."),
    "choice_unknown": _l("Hãy chọn một mục trong danh sách."),
    "form_expired": _l("Trang này mở đã quá lâu. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."),
}  # fmt: skip


def fault(code: str) -> str:
    """Return the sentence of a fault: this room's own, or that of the letters."""
    known = FAULTS.get(code)
    return letters_sentence(code) if known is None else str(known)


def body_name(body: str, organisation: str = "") -> str:
    """Return the body, with the name of the organisation where it has one: "Hội Nông dân xã"."""
    if body == Body.MEMBER_ORGANISATION and organisation:
        return organisation
    name = str(BODIES.get(body, body))
    return f"{name} ({organisation})" if organisation else name


def late_words(days: int) -> str:
    """Return how late, in one phrase."""
    return ngettext("chậm %(num)s ngày", "chậm %(num)s ngày", days)


def promise_look(state: str, *, late: bool) -> tuple[Words, str, str]:
    """Return word, tone and icon of a promise."""
    return PROMISES["late" if late else state]


def step_article(step: Step, body: str) -> str:
    """Return the article on which a step rests, or "" where it is the commune's own or names another body."""
    article = STEPS[step].article
    return str(ARTICLES[article]) if article and by_law(Body(body)) else ""


def entry_title(step: str, facts: Mapping[str, Any]) -> str:
    """Return one line of the log in words."""
    if step == Step.RECEIVE:
        return _("Ghi kiến nghị thay cơ quan giám sát") if facts.get("on_behalf") else _("Gửi kiến nghị")
    if step == Step.ASSIGN:
        return _("Giao cho %(name)s trả lời", name=facts.get("to") or "–")
    titles = {
        Step.CORRECT: _("Sửa kiến nghị, trước đó ghi:"),
        Step.DRAFT: _("Trình trả lời"), Step.SEND_BACK: _("Trả lại để soạn lại"), Step.ANSWER: _("Duyệt và trả lời"),
        Step.ASK_AGAIN: _("Hỏi lại"), Step.WITHDRAW: _("Rút kiến nghị"), Step.AGREE: _("Cơ quan giám sát đồng ý công khai"),
        Step.ALLOW: _("Lãnh đạo đồng ý công khai"), Step.TAKE_BACK: _("Gỡ khỏi trang công khai"),
        Step.JUDGE: str(VERDICTS.get(str(facts.get("verdict")), ("", "", ""))[0]),
        Step.SETTLE: _("Việc đã hứa: %(what)s", what=PROMISES[str(facts.get("outcome") or "")][0]),
    }  # fmt: skip
    return titles[Step(step)]


def entry_note(facts: Mapping[str, Any]) -> str:
    """Return what stands beside a line of the log: the paper, the new last day, other words, how late."""
    notes = []
    if facts.get("paper"):
        notes.append(_("văn bản %(number)s", number=facts["paper"]))
    if facts.get("due_on"):
        notes.append(_("hạn trả lời %(day)s", day=date_text(date.fromisoformat(facts["due_on"]))))
    if facts.get("edited"):
        notes.append(_("lãnh đạo sửa lời khi duyệt"))
    if facts.get("days_late"):
        notes.append(late_words(int(facts["days_late"])))
    return ", ".join(notes)

"""The words of dialogues on screens: kinds, forms, states, steps, callers, and the sentence for every refusal."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from core.formats import local
from dialogue.checklist import CheckStep
from dialogue.duty_rules import CallSource
from dialogue.queries.dialogues import DialogueView
from dialogue.rules import by_law
from dialogue.states import DialogueForm, DialogueKind, DialogueState, Step

KINDS = {
    DialogueKind.COMMUNE_CONFERENCE: _l("Hội nghị đối thoại của Ủy ban nhân dân xã"),
    DialogueKind.LEADER_DIALOGUE: _l("Bí thư, Chủ tịch đối thoại với Nhân dân"),
    DialogueKind.PRE_DECISION_HEARING: _l("Nghe ý kiến trước khi ra quyết định"),
}
FORMS = {
    DialogueForm.IN_PERSON: _l("Gặp trực tiếp"),
    DialogueForm.ONLINE: _l("Trực tuyến"),
    DialogueForm.SOCIAL_NETWORK: _l("Qua mạng xã hội"),
}
STATES = {
    DialogueState.PLANNED: _l("Trong kế hoạch"), DialogueState.ANNOUNCED: _l("Đã thông báo"),
    DialogueState.IN_SESSION: _l("Đang diễn ra"), DialogueState.HELD: _l("Đã tổ chức"),
    DialogueState.CONCLUDED: _l("Đã công bố kết quả"), DialogueState.CANCELLED: _l("Đã hủy"),
}  # fmt: skip
LOOKS = {
    DialogueState.PLANNED: ("mute", "calendar"), DialogueState.ANNOUNCED: ("open", "calendar"),
    DialogueState.IN_SESSION: ("wait", "people"), DialogueState.HELD: ("wait", "hourglass"),
    DialogueState.CONCLUDED: ("good", "check"), DialogueState.CANCELLED: ("mute", "close"),
}  # fmt: skip
DONE = {
    Step.CHANGE: _l("Đã ghi các thay đổi."), Step.ANNOUNCE: _l("Đã thông báo buổi đối thoại. Mọi người thấy ngay."),
    Step.POSTPONE: _l("Đã dời ngày và thông báo lại."), Step.CANCEL: _l("Đã hủy buổi đối thoại."),
    Step.AMEND: _l("Đã sửa thông báo. Nếu đổi giờ hoặc địa điểm thì người đăng ký được báo."),
    Step.OPEN: _l("Đã bắt đầu buổi đối thoại."), Step.CLOSE: _l("Đã kết thúc buổi đối thoại."),
}  # fmt: skip
STEPS = {
    Step.ANNOUNCE: (_l("Thông báo công khai"), _l("Mọi người thấy ngay trên trang của xã. Không lấy lại được.")),
    Step.POSTPONE: (_l("Dời sang ngày khác"), _l("Được thông báo lại từ hôm nay, phải trước ngày mới ít nhất 7 ngày.")),
    Step.CANCEL: (_l("Hủy buổi đối thoại"), _l("Không lấy lại được. Nếu đã thông báo, lý do hiện công khai.")),
    Step.OPEN: (_l("Bắt đầu buổi đối thoại"), _l("Từ ngày đối thoại trở đi.")),
    Step.CLOSE: (_l("Kết thúc buổi đối thoại"), _l("Từ ngày đối thoại, kết quả phải được công bố trong 10 ngày.")),
}
OTHER_HINTS = {
    Step.POSTPONE: _l("Được thông báo lại từ hôm nay. Người hỏi và người đăng ký được báo."),
    Step.CLOSE: _l("Sau đó ghi kết quả."),
}
"""Hints for what Art. 43 does not bind: the days of secretary and chair are the office's own, a hearing has none."""
PLANNED = _l("Đã đưa buổi đối thoại vào kế hoạch.")
TICKED = _l("Đã ghi việc này xong.")
CALL_NOTED = _l("Đã ghi yêu cầu đối thoại.")
CALL_ANSWERED = _l("Đã ghi câu trả lời.")
ANSWERED_ALREADY = _l("Yêu cầu này đã được trả lời trước đó.")
SOMEBODY_ELSE = _l("Người khác vừa thay đổi buổi đối thoại này. Hãy xem lại rồi làm lần nữa.")
NOT_CHANGED_ANY_MORE = _l("Buổi này không còn trong kế hoạch nên không sửa được. Nếu đã thông báo thì chỉ dời ngày hoặc hủy.")
NOT_AMENDED_NOW = _l("Chỉ sửa được thông báo của buổi đã thông báo và chưa bắt đầu.")
AMENDED_PARTS = {
    "hours": _l("giờ"), "places": _l("địa điểm"), "content": _l("nội dung"), "how_to_join": _l("cách tham gia"),
    "chairs": _l("người đồng chủ trì"), "seats": _l("số chỗ"),
}  # fmt: skip
CHECKS = {
    CheckStep.PLAN: (_l("Ban hành kế hoạch buổi đối thoại"), _l("Văn phòng trình Chủ tịch")),
    CheckStep.QUESTIONS: (_l("Mở nhận câu hỏi của người dân"), _l("Văn phòng và Mặt trận Tổ quốc")),
    CheckStep.DRAFTS: (_l("Gom nhóm câu hỏi, giao chuẩn bị trả lời"), _l("Văn phòng và các phòng, ban")),
    CheckStep.INVITATIONS: (_l("Gửi giấy mời"), _l("Văn phòng")),
    CheckStep.NOTICE: (_l("Thông báo công khai"), _l("Ủy ban nhân dân xã")),
    CheckStep.MATERIALS: (_l("Chuẩn bị xong tài liệu, hội trường"), _l("Văn phòng và các phòng, ban")),
    CheckStep.MINUTES: (_l("Lập biên bản"), _l("Thư ký buổi đối thoại")),
    CheckStep.CONCLUSION: (_l("Ra thông báo kết luận"), _l("Văn phòng trình Chủ tịch")),
    CheckStep.RESULTS: (lazy_pgettext("checklist", "Công bố kết quả"), _l("Ủy ban nhân dân xã")),
    CheckStep.FOLLOW_UP: (_l("Giải quyết ý kiến chưa trả lời tại chỗ"), _l("Đơn vị được giao")),
    CheckStep.REPORT: (_l("Báo cáo Hội đồng nhân dân và Mặt trận Tổ quốc"), _l("Ủy ban nhân dân xã")),
}
SOURCES = {
    CallSource.VOTERS: _l("Cử tri ký yêu cầu"), CallSource.GROUP: _l("Đoàn đông người"),
    CallSource.FRONT: _l("Mặt trận Tổ quốc yêu cầu"), CallSource.COUNCIL: _l("Hội đồng nhân dân yêu cầu"),
    CallSource.SUPERIOR: _l("Cấp trên yêu cầu"), CallSource.LETTERS: _l("Nhiều đơn giống nhau"),
}  # fmt: skip
CALL_ANSWERS = {"plan": _l("Sẽ đối thoại"), "no": _l("Không tổ chức")}
ANSWERS = {"plan": _l("Lập kế hoạch đối thoại"), "no": _l("Không tổ chức, vì…")}
FAULTS = {
    "title_missing": _l("Hãy ghi tên buổi đối thoại."),
    "content_missing": _l("Hãy ghi nội dung sẽ trao đổi."),
    "how_to_join_missing": _l("Chưa ghi cách tham gia. Luật buộc thông báo thời gian, địa điểm, nội dung và cách tham gia "
                              "(Điều 43 Luật Tổ chức chính quyền địa phương 2025)."),
    "place_missing": _l("Chưa ghi địa điểm. Luật buộc thông báo thời gian, địa điểm, nội dung và cách tham gia "
                        "(Điều 43 Luật Tổ chức chính quyền địa phương 2025)."),
    "how_to_join_wanted": _l("Chưa ghi cách tham gia. Hãy ghi để người dân biết đến dự thế nào."),
    "place_wanted": _l("Chưa ghi địa điểm. Hãy ghi để người dân biết đến đâu."),
    "ends_before_it_starts": _l("Giờ kết thúc phải sau giờ bắt đầu."),
    "too_long": _l("Một buổi đối thoại kéo dài tối đa 12 giờ."),
    "in_the_past": _l("Thời điểm này đã qua. Hãy chọn ngày giờ sắp tới."),
    "calendar_not_covered": _l("Lịch ngày nghỉ của năm này chưa có, nên chưa tính được các thời hạn. Hãy chọn ngày khác hoặc "
                               "nhập lịch ngày nghỉ trước."),
    "questions_end_before_they_begin": _l("Ngày cuối nhận câu hỏi phải từ ngày đầu trở đi."),
    "questions_one_missing": _l("Hãy ghi cả ngày bắt đầu và ngày cuối nhận câu hỏi, hoặc bỏ trống cả hai."),
    "questions_after_the_day": _l("Nhận câu hỏi phải xong chậm nhất vào ngày đối thoại."),
    "chair_unknown": _l("Có người chủ trì không còn làm việc ở xã. Hãy chọn lại."),
    "chair_taken": _l("Người chủ trì này đã chủ trì một buổi khác trùng giờ. Một người không chủ trì hai buổi cùng lúc."),
    "place_twice": _l("Một địa điểm được ghi hai lần."),
    "place_taken": _l("Địa điểm này đã có buổi đối thoại khác trùng giờ."),
    "place_name_missing": _l("Hãy ghi tên địa điểm."),
    "same_time": _l("Ngày giờ mới giống ngày giờ cũ."),
    "reason_missing": _l("Hãy ghi lý do."),
    "before_its_day": _l("Chưa đến ngày đối thoại nên chưa bắt đầu được."),
    "not_ticked": _l("Việc này tự ghi nhận khi thông báo hoặc công bố kết quả, không đánh dấu bằng tay."),
    "done_later": _l("Ngày này chưa đến. Hãy ghi ngày đã qua hoặc hôm nay."),
    "called_long_ago": _l("Yêu cầu cũ hơn một năm không ghi ở đây được."),
    "subject_missing": _l("Hãy ghi họ yêu cầu đối thoại về việc gì."),
    "number_missing": _l("Hãy ghi số người."),
    "seats_range": _l("Số chỗ phải từ 1 đến 100.000."),
    "answer_missing": _l("Hãy chọn: lập kế hoạch đối thoại hay không tổ chức."),
    "nothing_changed": _l("Chưa có gì khác với thông báo đang hiện."),
    "other_day": _l("Ở đây không đổi ngày. Đổi ngày thì dùng bước Dời sang ngày khác."),
    "place_kept": _l("Địa điểm đã thông báo thì không bỏ được, chỉ sửa được tên và địa chỉ."),
    "seats_taken": _l("Số chỗ ít hơn số người đã có chỗ."),
    "choice_unknown": _l("Hãy chọn một mục trong danh sách."),
    "text_long": _l("Nội dung dài quá. Hãy rút gọn."),
}  # fmt: skip


def fault(code: str) -> str:
    """Return the sentence for a code with which a command refuses."""
    return str(FAULTS[code]) if code in FAULTS else _("Chỗ này chưa đúng. Hãy xem lại.")


def too_late(latest: str) -> str:
    """Return the sentence of the gate, with the last day as it is written on screens."""
    return _(
        "Quá muộn để thông báo cho ngày này: chậm nhất là %(date)s, vì phải báo công khai trước ít nhất 7 ngày (Điều 43 Luật Tổ "
        "chức chính quyền địa phương 2025). Hãy chọn ngày khác, hoặc ghi lý do đột xuất.",
        date=latest,
    )


def too_late_for_office(latest: str) -> str:
    """Return the sentence of the office's own gate: its number is a setting and no law."""
    return _(
        "Quá muộn để thông báo cho ngày này: chậm nhất là %(date)s theo số ngày do xã đặt (Cài đặt, cần xác nhận). Hãy chọn ngày "
        "khác, hoặc ghi lý do đột xuất.",
        date=latest,
    )


def step_words(step: Step, view: DialogueView) -> tuple[Any, Any]:
    """Return name and hint of a step; the days of Art. 43 are said only of what it binds."""
    label, hint = STEPS[step]
    return label, hint if by_law(view.satisfies) else OTHER_HINTS.get(step, hint)


def kind_words(view: DialogueView) -> list[str]:
    """Return the kinds that the event satisfies, its own first."""
    others = [kind for kind in view.satisfies if kind != view.kind]
    return [str(KINDS[DialogueKind(kind)]) for kind in (view.kind, *others)]


def hours(view: DialogueView) -> str:
    """Return "08:00–11:00", in Vietnam's time; nothing for what was entered afterwards, whose hours are not known."""
    if view.record is not None:
        return ""
    return f"{local(view.starts_at):%H:%M}–{local(view.ends_at):%H:%M}"


def words_of(view: DialogueView) -> dict[str, Any]:
    """Return what a list shows of a dialogue beside its own facts."""
    state = DialogueState(view.state)
    tone, icon = LOOKS[state]
    return {"label": STATES[state], "tone": tone, "icon": icon, "kinds": kind_words(view), "hours": hours(view)}

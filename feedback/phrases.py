"""The words that people read for the states, kinds and grounds of a case; screens and forms take them from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.formats import date_text
from core.i18n import current_locale
from feedback.forwarding import Source
from feedback.late_reasons import late_words
from feedback.reliefs import ReliefReason
from feedback.states import CIRCULAR_6, Action, AnswerState, CaseKind, CaseState, Channel, Evidence, FileGround, Outcome

Words = Any

KINDS: dict[CaseKind, Words] = {
    CaseKind.PETITION: _l("Kiến nghị"),
    CaseKind.REFLECTION: _l("Phản ánh"),
    CaseKind.OTHER: _l("Việc khác"),
    CaseKind.COMPLAINT: _l("Khiếu nại"),
    CaseKind.REGULATION_FEEDBACK: _l("Phản ánh, kiến nghị về quy định hành chính"),
}
KIND_HINTS: dict[CaseKind, Words] = {
    CaseKind.PETITION: _l("Xin hoặc đề nghị cơ quan làm một việc, sửa một điều."),
    CaseKind.REFLECTION: _l("Báo một việc đang xảy ra để cơ quan biết và xử lý."),
    CaseKind.OTHER: _l("Chưa rõ là loại nào; cơ quan sẽ xem và xếp loại."),
    CaseKind.COMPLAINT: _l("Đề nghị xem xét lại một quyết định hoặc việc làm của cơ quan, ảnh hưởng đến quyền của chính mình."),
    CaseKind.REGULATION_FEEDBACK: _l("Nói về một thủ tục hay quy định của nhà nước chưa hợp lý."),
}
STATES: dict[CaseState, Words] = {
    CaseState.RECEIVED: _l("Mới nhận"),
    CaseState.CLASSIFIED: _l("Đã phân loại"),
    CaseState.IN_PROGRESS: _l("Đang giải quyết"),
    CaseState.ANSWERED: _l("Đã trả lời"),
    CaseState.REOPENED: _l("Mở lại"),
    CaseState.CLOSED: _l("Đã xong"),
    CaseState.TRANSFERRED: _l("Đã chuyển cơ quan khác"),
    CaseState.GUIDED: _l("Đã hướng dẫn"),
    CaseState.RETURNED: _l("Đã trả lại đơn"),
    CaseState.REFUSED: _l("Không nhận giải quyết"),
    CaseState.ACCEPTED: _l("Đã thụ lý"),
    CaseState.VERIFYING: _l("Đang xác minh"),
    CaseState.SUSPENDED: _l("Tạm đình chỉ"),
    CaseState.DECIDED: _l("Đã có quyết định"),
    CaseState.NOT_ACCEPTED: _l("Không thụ lý"),
    CaseState.WITHDRAWN: _l("Đã rút đơn"),
    CaseState.DISCONTINUED: _l("Đình chỉ giải quyết"),
    CaseState.SENT: _l("Đã gửi quyết định"),
    CaseState.APPEALED: _l("Khiếu nại lần hai"),
    CaseState.IN_COURT: _l("Khởi kiện tại tòa"),
    CaseState.IN_FORCE: _l("Quyết định có hiệu lực"),
    CaseState.FILED: _l("Đã ghi nhận"),
    CaseState.FILED_ONLY: _l("Đã lưu đơn"),
    CaseState.MERGED: _l("Đã gộp với đơn khác"),
    CaseState.SPLIT: _l("Đã tách thành nhiều đơn"),
}
ENDED_ON: dict[CaseState, Words] = {
    CaseState.TRANSFERRED: _l("Đã chuyển ngày %(date)s"),
    CaseState.GUIDED: _l("Đã hướng dẫn ngày %(date)s"),
    CaseState.RETURNED: _l("Đã trả lại ngày %(date)s"),
    CaseState.REFUSED: _l("Đã từ chối ngày %(date)s"),
    CaseState.FILED: _l("Đã ghi nhận ngày %(date)s"),
    CaseState.FILED_ONLY: _l("Đã lưu đơn ngày %(date)s"),
    CaseState.NOT_ACCEPTED: _l("Đã báo không thụ lý ngày %(date)s"),
    CaseState.WITHDRAWN: _l("Đã rút đơn ngày %(date)s"),
    CaseState.DISCONTINUED: _l("Đã đình chỉ ngày %(date)s"),
    CaseState.SENT: _l("Đã gửi quyết định ngày %(date)s"),
}
"""What was done on the day on which a case left the desk otherwise than by an answer."""
STATE_HINTS: dict[CaseState, Words] = {
    CaseState.RECEIVED: _l("Cơ quan đã nhận, đang xem đây là loại việc gì."),
    CaseState.CLASSIFIED: _l("Đã xếp loại, đang quyết định nhận giải quyết hay chuyển nơi khác."),
    CaseState.IN_PROGRESS: _l("Cơ quan đã nhận giải quyết và giao người làm."),
    CaseState.ANSWERED: _l("Đã có trả lời. Người gửi có thể cho biết đã hài lòng hay chưa."),
    CaseState.REOPENED: _l("Người gửi chưa hài lòng nên việc được làm lại."),
    CaseState.CLOSED: _l("Việc đã kết thúc."),
    CaseState.TRANSFERRED: _l("Việc không thuộc thẩm quyền của xã nên đã chuyển đến nơi có thẩm quyền."),
    CaseState.GUIDED: _l("Người gửi đã được hướng dẫn đến đúng nơi giải quyết."),
    CaseState.RETURNED: _l("Đơn chưa đủ điều kiện để xử lý nên được trả lại."),
    CaseState.REFUSED: _l("Cơ quan không nhận giải quyết và đã nêu căn cứ."),
    CaseState.ACCEPTED: _l("Khiếu nại đủ điều kiện và đã được nhận giải quyết (thụ lý)."),
    CaseState.VERIFYING: _l("Cơ quan đang tìm hiểu, kiểm tra nội dung khiếu nại."),
    CaseState.SUSPENDED: _l("Việc giải quyết tạm dừng, thời hạn dừng theo; khi hết lý do thì làm tiếp."),
    CaseState.DECIDED: _l("Chủ tịch xã đã quyết định; quyết định đang được gửi."),
    CaseState.NOT_ACCEPTED: _l("Khiếu nại không được nhận giải quyết; lý do theo luật đã được báo."),
    CaseState.WITHDRAWN: _l("Người khiếu nại đã rút đơn."),
    CaseState.DISCONTINUED: _l("Việc giải quyết chấm dứt theo luật; lý do đã được báo."),
    CaseState.SENT: _l("Quyết định đã gửi. Nếu không đồng ý, có thể khiếu nại lần hai hoặc khởi kiện."),
    CaseState.APPEALED: _l("Người khiếu nại đã khiếu nại lần hai; cấp trên đang giải quyết."),
    CaseState.IN_COURT: _l("Việc đang được tòa án xem xét."),
    CaseState.IN_FORCE: _l("Quyết định đã có hiệu lực và đang được thi hành."),
    CaseState.FILED: _l("Cơ quan đã kiểm tra và ghi nhận làm thông tin tham khảo."),
    CaseState.FILED_ONLY: _l("Đơn không đủ điều kiện xử lý nên được lưu; cơ quan không giải quyết tiếp theo đơn này."),
    CaseState.MERGED: _l("Nhiều người cùng báo việc này nên các đơn được giải quyết chung, cùng một thời hạn."),
    CaseState.SPLIT: _l("Đơn có nhiều việc khác nhau; mỗi việc được giải quyết riêng."),
}
CHANNELS: dict[Channel, Words] = {
    Channel.WEB: _l("Trang này"),
    Channel.WALK_IN: _l("Đến trực tiếp"),
    Channel.PAPER: _l("Đơn giấy"),
    Channel.PHONE: _l("Điện thoại"),
    Channel.IMPORT: _l("Dữ liệu nhập"),
    Channel.COMMUNE: _l("Xã khác bàn giao"),
    Channel.ASSISTED: _l("Người giúp của thôn nhập"),
    Channel.API: _l("Hệ thống khác gửi"),
    Channel.FORWARDED: _l("Cơ quan, đại biểu chuyển đến"),
}
SOURCES: dict[Source, Words] = {
    Source.FRONT: _l("Mặt trận Tổ quốc, tổ chức thành viên"),
    Source.COUNCIL: _l("Hội đồng nhân dân, Đoàn đại biểu Quốc hội"),
    Source.DEPUTY: _l("Đại biểu Quốc hội, đại biểu Hội đồng nhân dân"),
    Source.BOARD: _l("Ban tiếp công dân"),
    Source.OTHER: _l("Cơ quan khác"),
}
ANSWER_STATES: dict[AnswerState, Words] = {
    AnswerState.DRAFT: _l("Đang soạn"),
    AnswerState.SUBMITTED: _l("Đã trình duyệt"),
    AnswerState.SENT_BACK: _l("Trả lại để sửa"),
    AnswerState.APPROVED: _l("Đã duyệt"),
    AnswerState.ISSUED: _l("Đã phát hành"),
}
OUTCOMES: dict[Outcome, Words] = {
    Outcome.DONE: _l("Đã làm xong"),
    Outcome.PARTLY: _l("Đã làm một phần"),
    Outcome.PLANNED: _l("Sẽ làm, có ngày hẹn"),
    Outcome.DECLINED: _l("Không làm được, có lý do"),
}
EVIDENCES: dict[Evidence, Words] = {
    Evidence.PHOTO: _l("Ảnh chụp"),
    Evidence.DOCUMENT: _l("Văn bản"),
    Evidence.NONE: _l("Không có, ghi rõ lý do"),
}


RELIEF_REASONS: dict[ReliefReason, Words] = {
    ReliefReason.FIELD: _l("Không thuộc lĩnh vực tôi phụ trách"),
    ReliefReason.ABSENT: _l("Tôi vắng, không kịp hạn"),
    ReliefReason.INTEREST: _l("Tôi có liên quan đến người hoặc việc này"),
    ReliefReason.OTHER: _l("Lý do khác"),
}
RELIEFS: dict[ReliefReason, Words] = {
    ReliefReason.FIELD: _l("không đúng lĩnh vực"), ReliefReason.ABSENT: _l("người xử lý vắng"),
    ReliefReason.INTEREST: _l("có liên quan đến người hoặc việc"), ReliefReason.OTHER: _l("lý do khác"),
}  # fmt: skip
"""The reasons as the officer chooses them, and as colleagues read them."""


STATIONS: dict[str, tuple[Words, Words]] = {
    "registered": (_l("Xã đã nhận đơn"), _l("Xã đã nhận đơn")),
    "accepted": (_l("Đã nhận giải quyết (thụ lý)"), _l("Phân loại và báo có nhận giải quyết không")),
    "answered_first": (_l("Xã trả lời lần đầu"), _l("Xã trả lời lần đầu")),
    "reopened": (_l("Mở lại vì người gửi chưa hài lòng"), _l("Mở lại vì người gửi chưa hài lòng")),
    "answered": (_l("Xã đã trả lời"), _l("Xã trả lời")),
    "kn_accepted": (_l("Đã thụ lý khiếu nại"), _l("Xã báo thụ lý hay không thụ lý")),
    "kn_decided": (_l("Đã có quyết định giải quyết"), _l("Xác minh và quyết định")),
    "kn_sent": (_l("Đã gửi quyết định"), _l("Gửi quyết định")),
    "handed_over": (_l("Bàn giao xã khác, xã đó nhận ngay"), _l("Bàn giao xã khác, xã đó nhận ngay")),
    "closed": (_l("Đã xong"), _l("Người gửi cho biết hài lòng hay chưa")),
}
"""What was done at a station of a case's road, and what is still to come there."""


def _label(words: Mapping[Any, Words], value: str) -> str:
    return str(words.get(value, value))


def kind_label(kind: str) -> str:
    """Kiến nghị · Phản ánh · Việc khác."""
    return _label(KINDS, kind)


def state_label(state: str) -> str:
    """Mới nhận · Đang giải quyết · Đã trả lời …; its colour and icon are in templates/components/status.html."""
    return _label(STATES, state)


def station_label(name: str, *, done: bool = True) -> str:
    """Return the words of a station of a case's road, as its sender reads them; of another name those of the state."""
    return str(STATIONS[name][0 if done else 1]) if name in STATIONS else state_label(name)


def public_station_label(name: str, *, kind: str, done: bool = True, decided: bool = False) -> str:
    """Return the words of a station on the public page and in feeds; a complaint (``decided`` or not yet) has some of its own."""
    names = {"received": "registered"}
    if kind == CaseKind.COMPLAINT:
        names |= {"accepted": "kn_accepted", "answered": "kn_sent" if done or decided else "kn_decided"}
    return station_label(names.get(name, name), done=done)


def state_hint(state: str) -> str:
    """Return what the state means for the sender, as a sentence."""
    return _label(STATE_HINTS, state)


def channel_label(channel: str) -> str:
    """Trang này · Đến trực tiếp · Đơn giấy · Điện thoại · Dữ liệu nhập."""
    return _label(CHANNELS, channel)


def source_label(source: str) -> str:
    """Mặt trận Tổ quốc, tổ chức thành viên · Ban tiếp công dân …: who forwarded a letter."""
    return _label(SOURCES, source)


def answer_state_label(state: str) -> str:
    """Đang soạn · Đã trình duyệt · Trả lại để sửa · Đã duyệt · Đã phát hành."""
    return _label(ANSWER_STATES, state)


def ended_text(state: str, day: date) -> str:
    """Return "Đã chuyển ngày 28/11/2026": what happened on the day on which the case ended; of all others, the answer."""
    words = ENDED_ON.get(CaseState(state), _l("Đã trả lời ngày %(date)s"))
    return str(words) % {"date": date_text(day)}


def relief_label(reason: str) -> str:
    """Không đúng lĩnh vực · người xử lý vắng · có liên quan đến người hoặc việc · lý do khác (empty text for none)."""
    return _label(RELIEFS, reason)


def outcome_label(outcome: str) -> str:
    """Đã làm xong · Đã làm một phần · Sẽ làm, có ngày hẹn · Không làm được, có lý do (empty text for none)."""
    return _label(OUTCOMES, outcome)


def evidence_label(evidence: str) -> str:
    """Ảnh chụp · Văn bản · Không có, ghi rõ lý do (empty text for none)."""
    return _label(EVIDENCES, evidence)


# ------------------------------------------------------------------ grounds for not taking a letter on

LAW_9 = "Luật Tiếp công dân 2013, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4"
LAW_26 = "Luật Tiếp công dân 2013, Điều 26"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A legal ground on which a letter is turned away by one of ``actions``; ``words`` are what the sender reads.

    ``term``: the legal term by which a letter leaves on this ground, where there is one of its own. ``left``: what the sender of
    a letter that is filed on it can still do.
    """

    code: str
    actions: frozenset[Action]
    article: str
    words: Words
    term: str = ""
    left: Words = ""


CRIME, CRIME_TERM = "crime_report", "TC.CRIME"
GUIDE, REFUSE, RETURN = frozenset({Action.GUIDE}), frozenset({Action.REFUSE}), frozenset({Action.RETURN})
HANDOVER, FILE_ONLY = frozenset({Action.HANDOVER}), frozenset({Action.FILE_ONLY})
GROUNDS: tuple[Ground, ...] = (
    Ground(
        code="not_competent", actions=frozenset({Action.TRANSFER}), article="Luật Tiếp công dân 2013, Điều 26.2b",
        words=_l("Việc này không thuộc thẩm quyền của xã; đơn được chuyển đến cơ quan có thẩm quyền."),
    ),
    Ground(
        code="regulation_feedback", actions=frozenset({Action.TRANSFER}),
        article="Nghị định 20/2008/NĐ-CP, Điều 9.1d (sửa đổi bởi Nghị định 48/2013/NĐ-CP, 92/2017/NĐ-CP)",
        words=_l("Đây là phản ánh, kiến nghị về quy định hành chính; xã chuyển đến cơ quan tiếp nhận của tỉnh."),
    ),
    Ground(
        code="other_commune", actions=HANDOVER, article="Luật Tiếp công dân 2013, Điều 26.2b",
        words=_l("Việc này xảy ra ở xã khác và do xã đó giải quyết."),
    ),
    Ground(
        code="village_moved", actions=HANDOVER, article="Luật Tiếp công dân 2013, Điều 26.2b",
        words=_l("Thôn có việc này nay thuộc xã khác."),
    ),
    Ground(
        code="sent_astray", actions=HANDOVER, article="Luật Tiếp công dân 2013, Điều 26.2b",
        words=_l("Đơn gửi nhầm xã hoặc được bàn giao nhầm."),
    ),
    Ground(
        code="complaint", actions=GUIDE, article="Luật Khiếu nại 2011, Điều 8; Luật Tiếp công dân 2013, Điều 26",
        words=_l("Đây là khiếu nại một quyết định hoặc việc làm của cơ quan; khiếu nại có trình tự và thời hạn riêng."),
    ),
    Ground(
        code="go_elsewhere", actions=GUIDE, article=LAW_26,
        words=_l("Việc này do cơ quan khác giải quyết; người gửi cần gửi trực tiếp đến cơ quan đó."),
    ),
    Ground(
        code="several_matters", actions=GUIDE,
        article="Luật Tiếp công dân 2013, Điều 25.3; Nghị định 154/2026/NĐ-CP, Điều 14.4",
        words=_l("Đơn có nhiều việc khác loại; người gửi cần tách thành từng đơn."),
    ),
    Ground(
        code="land_dispute", actions=GUIDE, article="Luật Đất đai 2024, Điều 235",
        words=_l("Đây là tranh chấp đất giữa các hộ, được giải quyết bằng hòa giải trước."),
    ),
    Ground(
        code=CRIME, actions=GUIDE | {Action.TRANSFER}, term=CRIME_TERM,
        article="Luật Tố cáo 2018, Điều 27; Bộ luật Tố tụng hình sự 2015, Điều 144",
        words=_l("Đây là tin báo về tội phạm, cần báo ngay cho công an."),
    ),
    Ground(
        code="information_request", actions=GUIDE, article="Luật Tiếp cận thông tin 2016, Điều 10, 24",
        words=_l("Đây là yêu cầu cung cấp thông tin, có phiếu và thời hạn riêng."),
    ),
    Ground(
        code="administrative_procedure", actions=GUIDE, article="Nghị định 118/2025/NĐ-CP, Điều 1, 2",
        words=_l("Đây là việc làm giấy tờ, thủ tục hành chính."),
    ),
    Ground(
        code=FileGround.UNREADABLE.value, actions=RETURN | FILE_ONLY, article=CIRCULAR_6,
        words=_l("Đơn rách nát, mờ hoặc không đọc được nội dung."),
        left=_l("Muốn việc này được giải quyết, xin gửi lại một bản đọc được; bản đó được nhận như đơn mới."),
    ),
    Ground(
        code="no_sender", actions=RETURN, article=CIRCULAR_6,
        words=_l("Đơn không có họ tên, địa chỉ hoặc chữ ký của người gửi."),
    ),
    Ground(
        code=FileGround.SENT_TO_MANY.value, actions=FILE_ONLY, article=CIRCULAR_6,
        words=_l("Đơn đã gửi đồng thời đến nhiều nơi, trong đó có cơ quan có thẩm quyền giải quyết."),
        left=_l("Cơ quan có thẩm quyền đã nhận đơn sẽ trả lời. Muốn biết kết quả, xin hỏi cơ quan đó; không phải gửi lại."),
    ),
    Ground(
        code=FileGround.ALREADY_GUIDED.value, actions=FILE_ONLY, article=f"{CIRCULAR_6}, Điều 14.1",
        words=_l("Nội dung này đã được hướng dẫn một lần; việc hướng dẫn chỉ làm một lần."),
        left=_l("Xin gửi đơn đến nơi đã được hướng dẫn lần trước. Có điều gì mới thì gửi đơn mới, nói rõ điều mới."),
    ),
    Ground(
        code=FileGround.ABUSE.value, actions=FILE_ONLY, article=CIRCULAR_6,
        words=_l("Đơn có lời đe dọa, xúc phạm cơ quan, cá nhân; đơn như vậy được lưu, không giải quyết."),
        left=_l("Xin gửi đơn mới, chỉ nói sự việc và điều mình đề nghị; đơn đó được nhận và xử lý như mọi đơn khác."),
    ),
    Ground(
        code="nothing_new", actions=REFUSE, article=LAW_9,
        words=_l("Kiến nghị, phản ánh này đã được trả lời và không có tình tiết mới."),
    ),
    Ground(
        code="settled", actions=REFUSE, article=LAW_9,
        words=_l("Việc đã được giải quyết đúng chính sách, pháp luật, đã kiểm tra, rà soát và thông báo bằng văn bản."),
    ),
    Ground(
        code="judged", actions=REFUSE, article=LAW_9,
        words=_l("Việc đã có bản án, quyết định của tòa án có hiệu lực pháp luật."),
    ),
    Ground(
        code="elsewhere_in_hand", actions=REFUSE, article=LAW_9,
        words=_l("Việc đang được cơ quan khác thụ lý giải quyết."),
    ),
    Ground(
        code="not_a_petition", actions=REFUSE, article=LAW_9,
        words=_l("Nội dung không phải là kiến nghị, phản ánh, khiếu nại hay tố cáo."),
    ),
    Ground(
        code="no_capacity", actions=REFUSE, article=LAW_9,
        words=_l("Người gửi không có năng lực hành vi dân sự và không có người đại diện hợp pháp."),
    ),
    Ground(
        code="no_mandate", actions=REFUSE, article=LAW_9,
        words=_l("Người gửi thay người khác nhưng không có giấy tờ chứng minh việc đại diện, ủy quyền."),
    ),
    Ground(
        code="abuse", actions=REFUSE, article=LAW_9,
        words=_l("Đơn có lời đe dọa, xúc phạm cơ quan, người tiếp công dân hoặc kích động người khác."),
    ),
)  # fmt: skip


def grounds_for(action: Action) -> tuple[Ground, ...]:
    """Return the legal grounds of transfer, guidance, return, refusal or filing, the most usual first (else nothing)."""
    return tuple(ground for ground in GROUNDS if action in ground.actions)


def ground_text(code: str) -> str:
    """Return the sentence of a ground with its article, as it goes to the sender; "" for an unknown code."""
    ground = next((item for item in GROUNDS if item.code == code), None)
    return "" if ground is None else _("%(words)s Theo %(article)s.", words=str(ground.words), article=ground.article)


def left_to_do(code: str, kind: str) -> str:
    """Return what the sender of a letter that was filed on a ground can still do; "" for an unknown code.

    A complaint that is sent again has to come within its time bar (Law on Complaints 2011, Art. 9, 48).
    """
    left = next((str(item.left) for item in GROUNDS if item.code == code), "")
    if left and kind == CaseKind.COMPLAINT and code != FileGround.SENT_TO_MANY:
        return _("%(left)s Khiếu nại gửi lại vẫn phải trong thời hiệu (Luật Khiếu nại 2011, Điều 9, 48).", left=left)
    return left


def late_label(code: str) -> str:
    """Return why something was late, in the language of the page; an empty text when nobody said."""
    return late_words(code, current_locale())

"""The words of the register: states, sources, acts with their hints, results, grounds, faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from denunciation.states import Act, Criterion, EndGround, EntryState, Result, Scope, Source, StillGround, Superior

Words = Any

STATES: dict[EntryState, Words] = {
    EntryState.RECEIVED: _l("Đang xem xét"),
    EntryState.ACCEPTED: _l("Đã thụ lý"),
    EntryState.SUSPENDED: _l("Tạm đình chỉ"),
    EntryState.CONCLUDED: _l("Đã kết luận"),
    EntryState.CLOSED: _l("Đã xong"),
    EntryState.TRANSFERRED: _l("Đã chuyển"),
    EntryState.NOT_ACCEPTED: _l("Không thụ lý"),
    EntryState.DISCONTINUED: _l("Đình chỉ"),
}
SOURCES: dict[Source, Words] = {
    Source.LETTER: _l("Đơn có chữ ký"),
    Source.ORAL: _l("Trình bày trực tiếp"),
    Source.UNSIGNED: _l("Đơn không rõ người gửi"),
    Source.PASSED_ON: _l("Báo chí, cơ quan khác chuyển đến"),
    Source.MOVED: _l("Chuyển từ đơn thường"),
}
RESULTS: dict[Result, Words] = {
    Result.RIGHT: _l("Tố cáo đúng"),
    Result.PARTLY: _l("Tố cáo đúng một phần"),
    Result.WRONG: _l("Tố cáo sai"),
}
SCOPES: dict[Scope, Words] = {
    Scope.WHOLE: _l("Rút toàn bộ nội dung tố cáo"),
    Scope.PART: _l("Rút một phần; phần còn lại được giải quyết tiếp"),
    Scope.SOME_PEOPLE: _l("Một số người trong nhiều người cùng tố cáo rút; tố cáo được giải quyết tiếp"),
}
END_GROUNDS: dict[EndGround, Words] = {
    EndGround.DIED: _l("Người bị tố cáo đã chết, nội dung tố cáo chỉ liên quan đến trách nhiệm của người đó"),
    EndGround.SETTLED: _l("Vụ việc đã được giải quyết bằng bản án, quyết định có hiệu lực"),
}
STILL_GROUNDS: dict[StillGround, Words] = {
    StillGround.BREACH: _l("Có dấu hiệu vi phạm pháp luật"),
    StillGround.COERCED: _l("Rút vì bị đe dọa, mua chuộc"),
    StillGround.SLANDER: _l("Lợi dụng tố cáo để vu khống"),
}
SUPERIOR: dict[Superior, Words] = {
    Superior.STANDS: _l("Việc giải quyết trước đúng pháp luật, không giải quyết lại"),
    Superior.ANEW: _l("Cấp trên giải quyết lại"),
}
CRITERIA: dict[Criterion, Words] = {
    Criterion.PLACES: _l("Phải xác minh từ hai nơi trở lên"),
    Criterion.CONTENTS: _l("Có từ hai nội dung tố cáo trở lên"),
    Criterion.PEOPLE: _l("Nhiều người tố cáo, liên quan nhiều người"),
    Criterion.FOREIGN: _l("Có yếu tố nước ngoài"),
    Criterion.BODIES: _l("Liên quan nhiều cơ quan quản lý"),
    Criterion.DISAGREE: _l("Các cơ quan còn ý kiến khác nhau"),
    Criterion.CONTRADICTING: _l("Chứng cứ mâu thuẫn, cần thời gian xác minh"),
}


@dataclass(frozen=True, kw_only=True)
class ActWords:
    """A step in words: its name, what to do, its button, what was done."""

    label: Words
    hint: Words
    done: Words
    icon: str


ACTS: dict[Act, ActWords] = {
    Act.NAME_ACCUSED: ActWords(
        label=_l("Ghi người bị tố cáo"), hint=_l(
            "Người này và cấp dưới sẽ không thấy hồ sơ. Nếu là lãnh đạo xã, kể cả khi đã thụ lý: xã chỉ còn chuyển lên tỉnh."
        ),
        done=_l("Đã ghi người bị tố cáo."), icon="user",
    ),
    Act.LENGTHEN: ActWords(
        label=_l("Kéo dài thời gian xem xét"), hint=_l("Tối đa 10 ngày làm việc khi phải xác minh ở nhiều nơi."),
        done=_l("Đã kéo dài thời gian xem xét."), icon="hourglass",
    ),
    Act.ACCEPT: ActWords(
        label=_l("Thụ lý"), hint=_l("Quyết định thụ lý, mẫu 04."), done=_l("Đã thụ lý."), icon="check",
    ),
    Act.DECLINE: ActWords(
        label=_l("Không thụ lý"), hint=_l("Báo ngay lý do cho người tố cáo."), done=_l("Đã ghi không thụ lý."), icon="stop",
    ),
    Act.TRANSFER: ActWords(
        label=_l("Chuyển nơi có thẩm quyền"), hint=_l("Mỗi nội dung chỉ chuyển một lần, và báo người tố cáo."),
        done=_l("Đã ghi việc chuyển."), icon="send",
    ),
    Act.CRIME: ActWords(
        label=_l("Có dấu hiệu tội phạm"), hint=_l("Chuyển ngay cơ quan điều tra."),
        done=_l("Đã ghi việc chuyển cơ quan điều tra."), icon="warning",
    ),
    Act.FULFIL: ActWords(
        label=_l("Ghi việc đã làm theo hạn"), hint=_l("Thông báo, gửi, xử lý, công khai."), done=_l("Đã ghi."), icon="check",
    ),
    Act.EXTEND: ActWords(
        label=_l("Gia hạn giải quyết"), hint=_l("Mỗi lần thêm 30 ngày, nhiều nhất hai lần; quyết định mẫu 01."),
        done=_l("Đã gia hạn."), icon="hourglass",
    ),
    Act.SUSPEND: ActWords(
        label=_l("Tạm đình chỉ"), hint=_l("Thời gian tạm đình chỉ không tính vào hạn."), done=_l("Đã tạm đình chỉ."), icon="stop",
    ),
    Act.RESUME: ActWords(
        label=_l("Giải quyết tiếp"), hint=_l("Hạn được tính tiếp."), done=_l("Đã giải quyết tiếp."), icon="reopened",
    ),
    Act.WITHDRAW: ActWords(
        label=_l("Người tố cáo rút"), hint=_l(
            "Bằng đơn mẫu 02 hoặc biên bản mẫu 03, trước khi kết luận. Đã thụ lý mà rút hết: ghi số quyết định đình chỉ."
        ),
        done=_l("Đã ghi việc rút tố cáo."), icon="reply",
    ),
    Act.DISCONTINUE: ActWords(
        label=_l("Đình chỉ"), hint=_l("Người bị tố cáo đã chết, hoặc đã có bản án, quyết định có hiệu lực giải quyết vụ việc."),
        done=_l("Đã đình chỉ."), icon="stop",
    ),
    Act.CONCLUDE: ActWords(
        label=_l("Kết luận nội dung tố cáo"), hint=_l("Sau đó có ba việc có hạn: gửi, xử lý, công khai."),
        done=_l("Đã ghi kết luận."), icon="scale",
    ),
    Act.CLOSE: ActWords(
        label=_l("Kết thúc hồ sơ"), hint=_l("Khi mọi việc sau kết luận đã làm xong."), done=_l("Đã kết thúc."), icon="check",
    ),
    Act.REPORT_DEMANDED: ActWords(
        label=_l("Cấp trên yêu cầu báo cáo vì quá hạn"),
        hint=_l("Ghi ngày nhận yêu cầu; xã báo cáo bằng văn bản trong 5 ngày làm việc."),
        done=_l("Đã ghi yêu cầu báo cáo."), icon="hourglass",
    ),
    Act.AGAIN: ActWords(
        label=_l("Người tố cáo tố cáo tiếp lên cấp trên"),
        hint=_l("Ghi ngày cấp trên nhận đơn tố cáo tiếp; cấp trên xem xét trong 20 ngày, xã theo dõi."),
        done=_l("Đã ghi việc tố cáo tiếp."), icon="send",
    ),
    Act.AGAIN_DECIDED: ActWords(
        label=_l("Kết quả xem xét của cấp trên"), hint=_l("Giữ nguyên, hoặc cấp trên giải quyết lại."),
        done=_l("Đã ghi kết quả của cấp trên."), icon="scale",
    ),
}  # fmt: skip
SLUGS: dict[Act, str] = {
    Act.NAME_ACCUSED: "nguoi-bi-to-cao", Act.LENGTHEN: "keo-dai", Act.ACCEPT: "thu-ly", Act.DECLINE: "khong-thu-ly",
    Act.TRANSFER: "chuyen", Act.CRIME: "toi-pham", Act.FULFIL: "da-lam", Act.EXTEND: "gia-han", Act.SUSPEND: "tam-dinh-chi",
    Act.RESUME: "giai-quyet-tiep", Act.WITHDRAW: "rut", Act.DISCONTINUE: "dinh-chi",
    Act.CONCLUDE: "ket-luan", Act.CLOSE: "ket-thuc",
    Act.REPORT_DEMANDED: "yeu-cau-bao-cao", Act.AGAIN: "to-cao-tiep", Act.AGAIN_DECIDED: "cap-tren-xem-xet",
}  # fmt: skip
HANDED_ON = _l(
    "Người bị tố cáo là lãnh đạo xã nên xã không mở hồ sơ này nữa. Người đã nhận đơn, hoặc cán bộ tiếp công dân, chuyển nó lên "
    "Chủ tịch UBND tỉnh trong 5 ngày làm việc."
)
FAULTS: dict[str, Words] = {
    "day_ahead": _l("Ngày này chưa tới. Hãy ghi ngày đã làm."),
    "day_too_early": _l("Ngày này trước khoảng lịch làm việc mà phần mềm biết."),
    "day_before_last": _l("Ngày này trước bước vừa rồi của hồ sơ. Hãy xem lại."),
    "text_missing": _l("Hãy viết rõ ở đây, ít nhất vài chữ."),
    "text_long": _l("Nội dung dài quá. Hãy rút gọn."),
    "number_missing": _l("Hãy ghi số của văn bản hoặc hồ sơ giấy."),
    "receiver_missing": _l("Hãy ghi nơi nhận."),
    "reason_missing": _l("Hãy ghi vì sao cần xem."),
    "accused_missing": _l("Hãy chọn cán bộ, hoặc ghi người bị tố cáo là ai."),
    "official_unknown": _l("Cán bộ này không có trong danh sách."),
    "source_unknown": _l("Hãy chọn cách tố cáo đến."),
    "beyond_commune": _l("Người bị tố cáo là lãnh đạo xã nên xã chỉ chuyển cấp tỉnh (Luật Tố cáo 2018, Điều 12, 24)."),
    "unsigned": _l(
        "Tin không rõ người tố cáo thì không thụ lý (Luật Tố cáo 2018, khoản 1 Điều 25): hãy ghi không thụ lý. Nếu nội dung rõ, "
        "có tài liệu, chứng cứ cụ thể thì thanh tra, kiểm tra, hoặc chuyển nơi có thẩm quyền (khoản 2 Điều 25)."
    ),
    "conditions_missing": _l("Chỉ thụ lý khi đủ các điều kiện ở khoản 1 Điều 29 Luật Tố cáo 2018."),
    "criterion_missing": _l("Gia hạn lần đầu cần ít nhất một tiêu chí phức tạp (Nghị định 31/2019/NĐ-CP, Điều 3)."),
    "second_criterion_missing": _l("Gia hạn lần hai cần ít nhất hai tiêu chí phức tạp (Nghị định 31/2019/NĐ-CP, Điều 3)."),
    "extended_twice": _l("Đã gia hạn hai lần, không gia hạn thêm được (Luật Tố cáo 2018, Điều 30)."),
    "duty_unknown": _l("Hãy chọn một việc đang có hạn."),
    "posted_too_short": _l("Công khai phải đủ 15 ngày liên tục (Nghị định 31/2019/NĐ-CP, Điều 6)."),
    "ground_missing": _l("Hãy chọn vì sao đình chỉ."),
    "result_missing": _l("Hãy chọn kết quả."),
    "duties_open": _l("Còn việc sau kết luận chưa làm xong (Luật Tố cáo 2018, Điều 35, 36, 40)."),
    "nobody_second": _l("Chưa có người thứ hai được mở hồ sơ này. Hãy ghi thêm người được mở sổ."),
    "asked_already": _l("Đã xin rồi; đang chờ người khác đồng ý."),
    "report_owed": _l("Còn một yêu cầu báo cáo chưa trả lời. Hãy ghi việc báo cáo trước (Luật Tố cáo 2018, khoản 3 Điều 38)."),
    "again_running": _l("Cấp trên đang xem xét một đơn tố cáo tiếp (Luật Tố cáo 2018, khoản 2 Điều 37)."),
    "again_unknown": _l("Chưa ghi việc tố cáo tiếp nên chưa có gì để cấp trên xem xét (Luật Tố cáo 2018, khoản 2 Điều 37)."),
    "superior_missing": _l("Hãy chọn cấp trên quyết định thế nào."),
}  # fmt: skip


def fault(code: str) -> str:
    """Return the sentence of a refusal."""
    known = FAULTS.get(code)
    return _("Chỗ này chưa đúng. Hãy xem lại.") if known is None else str(known)


def state_words(state: str) -> str:
    """Return the words of a state."""
    return str(STATES[EntryState(state)])


def source_words(source: str) -> str:
    """Return the words of a source."""
    return str(SOURCES[Source(source)])


def act_label(act: str) -> str:
    """Return the name of a step."""
    return str(ACTS[Act(act)].label)


def said_lines(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what was said with a step as pairs of label and text."""
    named = (
        (_("Số văn bản"), facts.get("number")), (_("Nơi nhận"), facts.get("receiver")), (_("Nội dung, lý do"), facts.get("text")),
        (_("Việc"), facts.get("duty")), (_("Công khai đến hết ngày"), facts.get("until")),
        (_("Tiêu chí"), ", ".join(str(CRITERIA[Criterion(item)]) for item in facts.get("criteria", ()))),
        (_("Kết quả"), str(RESULTS[Result(facts["result"])]) if facts.get("result") else ""),
        (_("Rút"), str(SCOPES[Scope(facts["scope"])]) if facts.get("scope") else ""),
        (_("Đình chỉ vì"), str(END_GROUNDS[EndGround(facts["ground"])]) if facts.get("ground") else ""),
        (_("Vẫn giải quyết vì"), str(STILL_GROUNDS[StillGround(facts["still"])]) if facts.get("still") else ""),
        (_("Cấp trên quyết định"), str(SUPERIOR[Superior(facts["superior"])]) if facts.get("superior") else ""),
        (_("Người bị tố cáo"), facts.get("accused_text")),
    )  # fmt: skip
    return [(str(label), str(value)) for label, value in named if value]

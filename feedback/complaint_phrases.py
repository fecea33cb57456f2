"""The words of the complaint procedure: grounds with their articles, criteria, results, who came, how it was signed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from feedback.complaint_states import (
    Challenged,
    Complexity,
    EndGround,
    HigherOutcome,
    Presence,
    RefusalGround,
    Result,
    Scope,
    Signature,
    StopGround,
)

Words = Any

REFUSAL_GROUNDS: dict[RefusalGround, Words] = {
    RefusalGround.INTERNAL: _l("Quyết định, hành vi nội bộ, văn bản quy phạm pháp luật hoặc thuộc bí mật nhà nước"),
    RefusalGround.NOT_OWN_RIGHT: _l("Quyết định, hành vi không liên quan trực tiếp đến quyền của người khiếu nại"),
    RefusalGround.NO_CAPACITY: _l("Người khiếu nại không có năng lực hành vi dân sự và không có người đại diện"),
    RefusalGround.BAD_REPRESENTATIVE: _l("Người đại diện không hợp pháp"),
    RefusalGround.NO_SIGNATURE: _l("Đơn không có chữ ký hoặc điểm chỉ của người khiếu nại"),
    RefusalGround.TIME_BARRED: _l("Đã hết thời hiệu khiếu nại mà không có lý do chính đáng"),
    RefusalGround.DECIDED_TWICE: _l("Đã có quyết định giải quyết khiếu nại lần hai"),
    RefusalGround.DISCONTINUED: _l("Đã đình chỉ giải quyết và quá 30 ngày mà không khiếu nại tiếp"),
    RefusalGround.COURT: _l("Tòa án đã thụ lý hoặc đã có bản án, quyết định"),
}
CRITERIA: dict[Complexity, Words] = {
    Complexity.PLACES: _l("Phải xác minh từ 02 địa điểm trở lên"),
    Complexity.CONTENTS: _l("Có từ 02 nội dung phải xác minh trở lên"),
    Complexity.MANY_PEOPLE: _l("Nhiều người khiếu nại, hoặc liên quan đến quyền, lợi ích của nhiều người"),
    Complexity.FOREIGN: _l("Có yếu tố nước ngoài"),
    Complexity.MANY_BODIES: _l("Liên quan trách nhiệm quản lý của nhiều cơ quan, tổ chức"),
    Complexity.BODIES_DISAGREE: _l("Các cơ quan có liên quan còn ý kiến khác nhau"),
    Complexity.CONTRADICTORY: _l("Tài liệu, chứng cứ mâu thuẫn, cần thời gian kiểm tra hoặc hỏi cơ quan chuyên môn"),
}
STOP_GROUNDS: dict[StopGround, Words] = {
    StopGround.DISASTER: _l("Sự kiện bất khả kháng: thiên tai, dịch bệnh"),
    StopGround.OBSTACLE: _l("Trở ngại khách quan: tai nạn, ốm đau, đi công tác, học tập ở nơi xa"),
    StopGround.PAPERS_SEALED: _l("Hồ sơ, tài liệu đang bị cơ quan có thẩm quyền tạm giữ, niêm phong"),
    StopGround.OTHER_RESULT: _l("Phải chờ kết quả giải quyết của cơ quan khác hoặc việc khác có liên quan"),
}
END_GROUNDS: dict[EndGround, Words] = {
    EndGround.WITHDRAWN: _l("Người khiếu nại đã rút toàn bộ khiếu nại"),
    EndGround.DIED: _l("Người khiếu nại đã chết mà không có người kế thừa quyền, nghĩa vụ"),
    EndGround.DISSOLVED: _l("Tổ chức khiếu nại giải thể, phá sản mà không có tổ chức kế thừa"),
}
CHALLENGED: dict[Challenged, Words] = {
    Challenged.ADMINISTRATIVE: _l("Quyết định hành chính hoặc hành vi hành chính (thời hiệu 90 ngày)"),
    Challenged.DISCIPLINE: _l("Quyết định kỷ luật cán bộ, công chức (thời hiệu 15 ngày)"),
    Challenged.DISMISSAL: _l("Quyết định kỷ luật buộc thôi việc (thời hiệu 15 ngày)"),
}
SCOPES: dict[Scope, Words] = {
    Scope.WHOLE: _l("Rút toàn bộ khiếu nại"),
    Scope.PART: _l("Rút một phần nội dung"),
    Scope.SOME_PEOPLE: _l("Một số người trong nhiều người cùng khiếu nại rút"),
}
RESULTS: dict[Result, Words] = {
    Result.RIGHT: _l("Khiếu nại đúng"),
    Result.WRONG: _l("Khiếu nại sai"),
    Result.PARTLY: _l("Khiếu nại đúng một phần"),
}
PRESENCES: dict[Presence, Words] = {
    Presence.CAME: _l("Người khiếu nại có mặt"),
    Presence.ABSENT_REASON: _l("Người khiếu nại vắng mặt, có lý do chính đáng"),
    Presence.ABSENT: _l("Người khiếu nại vắng mặt, không có lý do"),
}
SIGNATURES: dict[Signature, Words] = {
    Signature.NONE: _l("Chưa ký"),
    Signature.PAPER: _l("Ký trên giấy"),
    Signature.FINGERPRINT: _l("Điểm chỉ"),
    Signature.DIGITAL: _l("Chữ ký số"),
}
HIGHER_OUTCOMES: dict[HigherOutcome, Words] = {
    HigherOutcome.UPHELD: _l("Giữ nguyên quyết định lần đầu"),
    HigherOutcome.CHANGED: _l("Sửa một phần quyết định lần đầu"),
    HigherOutcome.ANNULLED: _l("Hủy quyết định lần đầu"),
    HigherOutcome.ENDED: _l("Không được thụ lý, bị đình chỉ hoặc đã rút: quyết định lần đầu giữ nguyên"),
    HigherOutcome.SETTLED: _l("Cấp trên hoặc tòa án đã giải quyết; xã không có quyết định lần đầu"),
    HigherOutcome.BACK: _l("Không được thụ lý, bị đình chỉ, đã rút hoặc giao lại: xã vẫn phải quyết định lần đầu"),
}
VOCABULARIES: dict[type[StrEnum], Mapping[Any, Words]] = {
    RefusalGround: REFUSAL_GROUNDS, Complexity: CRITERIA, StopGround: STOP_GROUNDS, EndGround: END_GROUNDS, Scope: SCOPES,
    Challenged: CHALLENGED, Result: RESULTS, Presence: PRESENCES, Signature: SIGNATURES, HigherOutcome: HIGHER_OUTCOMES,
}  # fmt: skip


def label(vocabulary: type[StrEnum], value: str) -> str:
    """Return the words of a value; the value itself when it is unknown, "" for none."""
    return str(VOCABULARIES[vocabulary].get(value, value)) if value else ""


def choices(vocabulary: type[StrEnum], *, without: tuple[str, ...] = ()) -> dict[str, str]:
    """Return value → words for the choices of a form, in the order of the law."""
    return {word.value: str(text) for word, text in VOCABULARIES[vocabulary].items() if word.value not in without}

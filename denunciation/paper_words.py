"""The words that officials read for the register's papers: their names, their facts, what to type and what is missing."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from denunciation.paper_kinds import PaperKind

Words = Any

TITLES: dict[PaperKind, Words] = {
    PaperKind.TRANSFER: _l("Phiếu chuyển đơn tố cáo"),
    PaperKind.NON_ACCEPTANCE: _l("Thông báo không thụ lý tố cáo"),
    PaperKind.ACCEPTANCE: _l("Quyết định thụ lý tố cáo"),
    PaperKind.ACCEPTANCE_NOTICE: _l("Thông báo thụ lý cho người tố cáo"),
    PaperKind.CONTENT_NOTICE: _l("Thông báo nội dung tố cáo cho người bị tố cáo"),
    PaperKind.TEAM: _l("Quyết định lập Tổ xác minh"),
    PaperKind.EXTENSION: _l("Quyết định gia hạn giải quyết tố cáo"),
    PaperKind.SUSPENSION: _l("Quyết định tạm đình chỉ giải quyết tố cáo"),
    PaperKind.RESUMPTION: _l("Quyết định tiếp tục giải quyết tố cáo"),
    PaperKind.WITHDRAWAL_LETTER: _l("Đơn rút tố cáo"),
    PaperKind.WITHDRAWAL_MINUTES: _l("Biên bản rút tố cáo"),
    PaperKind.DISCONTINUANCE: _l("Quyết định đình chỉ giải quyết tố cáo"),
    PaperKind.REPORT: _l("Báo cáo kết quả xác minh nội dung tố cáo"),
    PaperKind.CONCLUSION: _l("Kết luận nội dung tố cáo"),
}

FACTS: dict[str, Words] = {
    "accused": _l("Người bị tố cáo"), "attachments": _l("Tài liệu gửi kèm"), "blame": _l("Trách nhiệm của từng cá nhân"),
    "body_to": _l("Nơi nhận"), "carried_out_by": _l("Giao ai xác minh"), "clerk": _l("Người ghi biên bản"),
    "content": _l("Nội dung tố cáo"), "explain_by": _l("Giải trình trước ngày"),
    "explained": _l("Giải trình của người bị tố cáo"), "findings": _l("Kết quả xác minh từng nội dung"),
    "ground": _l("Căn cứ pháp luật xác định có hay không có vi phạm"), "judged": _l("Nhận xét, đánh giá"),
    "measures": _l("Biện pháp xử lý theo thẩm quyền"), "members": _l("Thành viên Tổ xác minh"),
    "period": _l("Thời hạn giải quyết"), "proposal": _l("Kiến nghị"), "reasons": _l("Lý do"),
    "result": _l("Kết luận tố cáo đúng, đúng một phần hay sai"), "team": _l("Tổ xác minh"),
    "verify_period": _l("Thời gian xác minh"),
}  # fmt: skip
"""What may be typed when a paper is made."""

LONG = frozenset(
    {"content", "reasons", "members", "explained", "findings", "judged", "ground", "result", "blame", "measures", "proposal"}
)
"""Facts of several lines."""

EXAMPLES: dict[str, Words] = {
    "accused": _l("Để trống: như sổ đã ghi."),
    "members": _l("Mỗi dòng một người: họ tên, chức vụ, Tổ trưởng hay thành viên."),
    "period": _l("Để trống: theo thời hạn của luật."),
    "verify_period": _l("Như: 15 ngày kể từ ngày công bố quyết định."),
    "attachments": _l("Không ghi họ tên, địa chỉ của người tố cáo."),
}
HIDDEN: dict[str, Words] = {
    "acceptance": _l("Sổ chưa ghi số và ngày quyết định thụ lý, nên chưa lập được văn bản này."),
    "suspended_by": _l("Sổ chưa ghi số và ngày quyết định tạm đình chỉ, nên chưa lập được văn bản này."),
}
"""What is said of a fact that only a step of the register gives."""


def hint_of(name: str, *, has_copy: bool, recorded: bool) -> str:
    """Return what stands under a field: whether it may stay empty and what the paper says then."""
    if name == "content":
        if has_copy:
            return _("Để trống: lấy bản cho người xác minh. Chỉ ghi việc bị tố cáo, không ghi gì cho biết ai tố cáo.")
        return _("Sổ chưa có bản cho người xác minh: hãy viết tóm tắt việc bị tố cáo, không ghi gì cho biết ai tố cáo.")
    if name in EXAMPLES:
        return str(EXAMPLES[name])
    if name in ("reasons", "result", "body_to"):
        return _("Để trống: như bước đã ghi trong sổ.") if recorded else _("Sổ chưa ghi bước này nên hãy ghi ở đây.")
    return _("Để trống: dòng chấm để ghi bằng tay.")


def missing_words(name: str) -> str:
    """Return the sentence about a fact that is missing."""
    if name in HIDDEN:
        return str(HIDDEN[name])
    label = str(FACTS.get(name, name))
    return _("Hãy ghi %(fact)s: sổ chưa có, mà văn bản phải có.", fact=label[:1].lower() + label[1:])

"""The words that officials read for papers: kinds, facts, parts of a form, and ways of signing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from feedback.document_kinds import DocumentKind, Signing

Words = Any

KIND_TITLES: dict[DocumentKind, Words] = {
    DocumentKind.RECEIPT: _l("Giấy biên nhận"),
    DocumentKind.RECEPTION_REFUSAL: _l("Thông báo từ chối tiếp công dân"),
    DocumentKind.GUIDANCE: _l("Phiếu hướng dẫn"),
    DocumentKind.TRANSFER: _l("Phiếu chuyển đơn"),
    DocumentKind.RETURN: _l("Thông báo trả lại đơn"),
    DocumentKind.ACCEPTANCE: _l("Thông báo nhận giải quyết"),
    DocumentKind.ANSWER: _l("Thông báo trả lời"),
    DocumentKind.COMPLAINT_LETTER: _l("Đơn khiếu nại"),
    DocumentKind.COMPLAINT_ACCEPTANCE: _l("Thông báo thụ lý khiếu nại"),
    DocumentKind.COMPLAINT_NON_ACCEPTANCE: _l("Thông báo không thụ lý khiếu nại"),
    DocumentKind.VERIFICATION_REPORT: _l("Báo cáo kết quả xác minh"),
    DocumentKind.DIALOGUE_NOTICE: _l("Thông báo tổ chức đối thoại"),
    DocumentKind.DIALOGUE_MINUTES: _l("Biên bản đối thoại"),
    DocumentKind.SUSPENSION: _l("Quyết định tạm đình chỉ"),
    DocumentKind.DISCONTINUANCE: _l("Quyết định đình chỉ"),
    DocumentKind.RESUMPTION: _l("Quyết định tiếp tục giải quyết"),
    DocumentKind.SETTLEMENT_DECISION: _l("Quyết định giải quyết khiếu nại"),
    DocumentKind.CONFERENCE_MINUTES: _l("Biên bản hội nghị đối thoại"),
    DocumentKind.DIALOGUE_CONCLUSION: _l("Thông báo kết luận đối thoại"),
}

FACTS: dict[str, Words] = {
    "accepted_on": _l("Ngày thụ lý"), "appeal_time": _l("Thời hạn khiếu nại lần hai"),
    "agreed": _l("Nội dung đã thống nhất"), "answer": _l("Nội dung trả lời"),
    "assignment": _l("Văn bản giao xác minh"), "attachments": _l("Tài liệu kèm theo"), "attendance": _l("Sự có mặt của các bên"),
    "authority": _l("Tên cơ quan"), "authority_caps": _l("Tên cơ quan, chữ in hoa"), "bodies": _l("Cơ quan tham dự"),
    "body_to": _l("Cơ quan có thẩm quyền"), "chair": _l("Người chủ trì"), "chair_caps": _l("Chức danh Chủ tịch, chữ in hoa"),
    "code": _l("Mã đơn"), "commune": _l("Tên xã"), "compensation": _l("Bồi thường thiệt hại"),
    "complainant": _l("Người khiếu nại"), "complainant_address": _l("Địa chỉ người khiếu nại"),
    "complainant_id": _l("Số căn cước, ngày cấp, nơi cấp của người khiếu nại"),
    "complainant_phone": _l("Điện thoại người khiếu nại"), "conclusion": _l("Kết luận"), "contact": _l("Người liên hệ"),
    "copies": _l("Số bản"), "department": _l("Phòng, ban xử lý"), "dialogue": _l("Kết quả đối thoại"),
    "disputed": _l("Nội dung còn ý kiến khác nhau"), "done_by": _l("Người thực hiện"), "done_on": _l("Ngày thực hiện"),
    "due_on": _l("Hạn giải quyết"), "ended_at": _l("Giờ kết thúc"), "findings": _l("Kết quả xác minh"),
    "from_on": _l("Có hiệu lực từ ngày"), "ground": _l("Căn cứ, lý do"), "kind_word": _l("Loại đơn"),
    "letter": _l("Lời báo cho người gửi"), "matter": _l("Nội dung tóm tắt"), "measure": _l("Biện pháp giải quyết"),
    "next_step": _l("Việc tiếp theo"), "officer": _l("Người xử lý"),
    "outcome": _l("Kết quả và ngày"), "papers": _l("Danh mục thông tin, tài liệu"),
    "phone": _l("Điện thoại cơ quan"), "place": _l("Địa điểm"), "place_received": _l("Nơi nhận tài liệu"),
    "proposal": _l("Kiến nghị"), "province": _l("Tên tỉnh"),
    "reasons": _l("Lý do"), "received_at": _l("Giờ, ngày nhận"), "received_on": _l("Ngày nhận đơn"),
    "receiver": _l("Người nhận"), "receiver_title": _l("Chức vụ người nhận"), "reception_place": _l("Nơi tiếp công dân"),
    "related_parties": _l("Người có quyền, nghĩa vụ liên quan"), "representative": _l("Người đại diện, người được ủy quyền"),
    "request": _l("Yêu cầu giải quyết"), "respondent": _l("Người bị khiếu nại"),
    "respondent_address": _l("Địa chỉ người bị khiếu nại"), "secretary": _l("Người ghi biên bản"),
    "sender_address": _l("Địa chỉ người gửi"), "sender_id": _l("Số căn cước, ngày cấp, nơi cấp"),
    "sender_name": _l("Họ tên người gửi"), "started_at": _l("Giờ, ngày bắt đầu"), "statements": _l("Ý kiến tại buổi đối thoại"),
    "suspended_by": _l("Quyết định tạm đình chỉ"), "today": _l("Ngày hôm nay"), "verified_from": _l("Xác minh từ ngày"),
    "verified_to": _l("Xác minh đến ngày"), "verifier": _l("Người xác minh"),
    "occasion": _l("Tên buổi đối thoại"), "held_on": _l("Ngày đối thoại"), "promises": _l("Các cam kết"),
    "topics": _l("Nội dung đối thoại"), "invited": _l("Người, cơ quan được mời cùng dự"),
    "earlier_promises": _l("Cam kết của buổi trước còn lại"), "minutes_number": _l("Số biên bản"),
    "conference_law": _l("Luật về hội nghị đối thoại"),
    "regulation": _l("Quy chế đối thoại trực tiếp đang áp dụng"),
}  # fmt: skip
"""Every fact that a form may name, with the word an official knows it by."""

FACT_HINTS: dict[str, Words] = {
    "papers": _l("Mỗi dòng một tài liệu: tên, số trang, tình trạng, bản chính hay bản sao."),
    "sender_address": _l("Như trên đơn hoặc giấy tờ người gửi đưa xem."),
    "sender_id": _l("Chỉ ghi trên văn bản, không lưu vào hồ sơ người gửi."),
    "matter": _l("Một câu ngắn, như sẽ đọc trên văn bản."),
}

SIGNINGS: dict[Signing, Words] = {
    Signing.BODY_CHAIR: _l("TM. Ủy ban nhân dân, Chủ tịch"),
    Signing.BODY_DEPUTY: _l("TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch"),
    Signing.CHAIR: _l("Chủ tịch"),
    Signing.CHAIR_DEPUTY: _l("KT. Chủ tịch, Phó Chủ tịch"),
    Signing.BY_ORDER: _l("TL. Chủ tịch, Chánh Văn phòng"),
    Signing.BODY_ACTING: _l("TM. Ủy ban nhân dân, Q. Chủ tịch"),
    Signing.CHAIR_ACTING: _l("Q. Chủ tịch"),
    Signing.BY_AUTHORITY: _l("TUQ. Chủ tịch, chức vụ của người được ủy quyền"),
    Signing.GIVER_RECEIVER: _l("Người giao và người nhận"),
    Signing.MINUTES: _l("Các bên và người chủ trì"),
    Signing.COMPLAINANT: _l("Người khiếu nại"),
    Signing.VERIFIER: _l("Người xác minh"),
    Signing.SECRETARY_CHAIR: _l("Người ghi biên bản và người chủ trì"),
}


def kind_title(kind: str) -> str:
    """Return the name of a paper, or an empty text for a word that is none."""
    return str(KIND_TITLES[DocumentKind(kind)]) if kind in set(DocumentKind) else ""


def fact_labels(names: Iterable[str]) -> str:
    """Return facts as one enumeration in small letters: "địa chỉ người gửi, nội dung tóm tắt"."""
    words = [str(FACTS.get(name, name)) for name in names]
    return ", ".join(word[:1].lower() + word[1:] for word in words)

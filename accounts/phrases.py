"""Translated words for the vocabularies and refusals of this room."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.read_models import OldPlace, Proposal, UnitItem
from accounts.roles import HelperOffice, Role
from accounts.rules import Fit, PasswordFault, Stand
from accounts.services.attempts import SignInRefused
from core.formats import moment_text
from core.i18n import use_locale

ROLES = {
    Role.RECEPTION_CLERK: _l("Cán bộ tiếp nhận"),
    Role.OFFICER: _l("Cán bộ xử lý"),
    Role.DEPARTMENT_HEAD: _l("Trưởng phòng, ban"),
    Role.LEADER: _l("Lãnh đạo"),
    Role.FRONT_SUPERVISOR: _l("Giám sát của Mặt trận"),
    Role.ADMINISTRATOR: _l("Quản trị viên"),
}
HELPER_OFFICES = {
    HelperOffice.VILLAGE_HEAD: _l("Trưởng thôn"),
    HelperOffice.VILLAGE_FRONT: _l("Ban công tác Mặt trận"),
}
FAULTS = {
    "required": _l("Chỗ này cần được ghi."),
    PasswordFault.TOO_SHORT: _l("Mật khẩu cần ít nhất 12 ký tự. Một câu ngắn dễ nhớ là tốt nhất."),
    PasswordFault.TOO_LONG: _l("Mật khẩu dài quá 128 ký tự."),
    PasswordFault.HOLDS_USERNAME: _l("Mật khẩu không nên dựa vào tên đăng nhập."),
    PasswordFault.COMMON: _l("Mật khẩu này quá nhiều người dùng. Hãy chọn mật khẩu khác."),
    PasswordFault.MONOTONOUS: _l("Mật khẩu lặp đi lặp lại vài ký tự. Hãy chọn mật khẩu khác."),
    PasswordFault.SAME_AS_BEFORE: _l("Mật khẩu mới phải khác mật khẩu đang dùng."),
    "password_wrong": _l("Mật khẩu đang dùng chưa đúng."),
    "password_rest": _l("Gõ sai nhiều lần nên việc đổi mật khẩu tạm nghỉ. Hãy thử lại sau ít phút."),
    "code_wrong": _l(
        "Mã chưa đúng hoặc đã hết hạn. Hãy gõ mã đang hiện; vẫn chưa được thì xem điện thoại có để giờ tự động không."
    ),
    "code_used": _l("Mã này đã dùng rồi. Hãy chờ mã kế tiếp, nhiều nhất nửa phút."),
    "passwords_differ": _l("Hai lần gõ mật khẩu mới chưa giống nhau."),
    "username_invalid": _l("Tên đăng nhập gồm 3–40 chữ thường không dấu, chữ số, dấu chấm, gạch nối."),
    "username_taken": _l("Tên đăng nhập này đã có người dùng."),
    "email_invalid": _l("Địa chỉ thư điện tử chưa đúng."),
    "role_required": _l("Hãy chọn ít nhất một vai trò."),
    "department_required": _l("Vai trò này cần chọn phòng, ban."),
    "department_unknown": _l("Hãy chọn một phòng, ban trong danh sách."),
    "field_unknown": _l("Hãy chọn một lĩnh vực trong danh sách."),
    "village_unknown": _l("Hãy chọn một thôn trong danh sách."),
    "officer_not_in_department": _l("Người này không làm việc ở phòng, ban đã chọn."),
    "official_unknown": _l("Hãy chọn một người đang làm việc."),
    "substitute_without_officer": _l("Hãy chọn người phụ trách trước khi chọn người thay."),
    "substitute_is_officer": _l("Người thay phải khác người phụ trách."),
    "row_exists": _l("Lĩnh vực và thôn này đã có dòng phân công. Hãy sửa dòng đó."),
    "ends_before_start": _l("Ngày cuối không thể trước ngày đầu."),
    "absence_long": _l("Mỗi lần ghi nhiều nhất một năm."),
    "absence_past": _l("Những ngày này đã qua. Hãy chọn ngày từ hôm nay trở đi."),
    "absence_overlaps": _l("Những ngày này trùng với ngày vắng đã ghi. Hãy bỏ ngày cũ trước."),
    "substitute_unfit": _l("Người thay phải là người khác, đang làm việc, cùng phòng hoặc cùng vai trò."),
    "must_be_flag": _l("Hãy chọn có hoặc không."),
    "must_be_number": _l("Hãy ghi một số nguyên."),
    "out_of_range": _l("Số này nằm ngoài khoảng cho phép."),
    "not_offered": _l("Hãy chọn một trong các mức đã cho."),
    "not_a_day_of_year": _l("Hãy ghi một ngày có thật, viết như 30/11."),
    "not_days_of_month": _l("Hãy ghi các ngày trong tháng, từ 1 đến 31, cách nhau bằng dấu phẩy, viết như 10,25."),
    "not_hours": _l("Hãy ghi giờ bắt đầu và giờ kết thúc, viết như 08:00-11:00."),
    "not_in_this_release": _l("Bản phát hành này chưa cho bật quy định này; xem ghi chú bên trên."),
    "post_exists": _l("Người này đã được giao giúp thôn đó trong thời gian này."),
    "post_is_over": _l("Ngày cuối đã qua. Hãy chọn ngày từ hôm nay trở đi."),
    "post_long": _l("Mỗi lần giao nhiều nhất năm năm. Hãy chọn ngày gần hơn."),
    "not_oneself": _l("Không ai tự khóa, tự đặt lại mật khẩu hay tự đổi vai trò của chính mình. Hãy nhờ một quản trị viên khác."),
    "factor_of_oneself": _l("Xác minh hai bước của chính mình thì tắt ở trang Tài khoản của tôi, bằng mật khẩu và mã."),
    "account_closed": _l("Tài khoản này đã khóa. Hãy mở lại tài khoản (Quản trị → Cán bộ) trước khi tạo mật khẩu."),
    "last_administrator": _l("Đây là quản trị viên cuối cùng; xã phải còn ít nhất một quản trị viên."),
}


def fault(code: str) -> str:
    """Return the sentence of a refusal; an unknown code gets a sentence that fits every field."""
    known = FAULTS.get(code)
    return _("Chỗ này chưa đúng. Hãy xem lại.") if known is None else str(known)


def english_fault(code: str) -> str:
    """Return the sentence of a refusal as commands say it; an unknown code stays as it is."""
    with use_locale("en"):
        return str(FAULTS.get(code, code))


def refusal(refused: SignInRefused) -> str:
    """Return why an official who typed password or code was not let on."""
    if refused.until is not None and refused.about_code:
        return _("Gõ sai mã nhiều lần nên tài khoản này tạm không nhận mã đến %(until)s.", until=moment_text(refused.until))
    if refused.until is not None:
        return _("Gõ sai nhiều lần nên tên đăng nhập này tạm nghỉ đến %(until)s.", until=moment_text(refused.until))
    return fault(refused.reason) if refused.about_code else _("Mật khẩu chưa đúng.")


def fit_sentence(fit: Fit | None) -> str:
    """Return why this row of the matrix was taken."""
    if fit is None:
        return _("Bảng phân công chưa có dòng nào cho việc này.")
    return {
        Fit.FIELD_AND_VILLAGE: _("Theo bảng phân công của đúng lĩnh vực này ở đúng thôn này."),
        Fit.FIELD: _("Theo bảng phân công của lĩnh vực này, mọi thôn."),
        Fit.VILLAGE: _("Theo bảng phân công của thôn này, mọi lĩnh vực."),
        Fit.DEFAULT: _("Theo dòng chung của bảng phân công, vì không dòng nào nói riêng về lĩnh vực và thôn này."),
    }[fit]


def stand_sentence(stand: Stand | None) -> str:
    """Return why this person of the row is proposed; empty when no row was found."""
    if stand is None:
        return ""
    return {
        Stand.OFFICER: _("Người phụ trách đang làm việc."),
        Stand.SUBSTITUTE_OFFICER_AWAY: _("Người phụ trách đang vắng nên đề xuất người thay."),
        Stand.SUBSTITUTE_OFFICER_GONE: _("Người phụ trách không còn làm việc này nên đề xuất người thay."),
        Stand.NOBODY_AVAILABLE: _("Người phụ trách vắng và không có người thay; phòng, ban tự phân công."),
        Stand.DEPARTMENT_ONLY: _("Dòng này giao cho phòng, ban, chưa ghi tên người."),
    }[stand]


def proposal_sentences(proposal: Proposal) -> list[str]:
    """Return the whole "why" of a proposed assignment, sentence by sentence."""
    return [sentence for sentence in (fit_sentence(proposal.fit), stand_sentence(proposal.stand)) if sentence]


def unit_words(unit: UnitItem) -> str:
    """Return "Xã Y Tịch (Huyện Chi Lăng)"."""
    return f"{unit.name} ({unit.within})" if unit.within else unit.name


def old_place_sentence(place: OldPlace) -> str:
    """Return "Xã Y Tịch (Huyện Chi Lăng) nay thuộc Xã Vạn Linh.", naming every successor of a split unit."""
    if not place.successors:
        return _("%(old)s không còn từ ngày 01/7/2025.", old=unit_words(place.unit))
    today = ", ".join(item.name for item in place.successors)
    if len(place.successors) == 1:
        return _("%(old)s nay thuộc %(new)s.", old=unit_words(place.unit), new=today)
    return _("%(old)s nay được chia về %(new)s.", old=unit_words(place.unit), new=today)

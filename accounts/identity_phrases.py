"""What is said when the provider's word does not open a session."""

from __future__ import annotations

from flask_babel import gettext as _


def refusal(code: str, *, name: str) -> str:
    """Return the sentence for a code of accounts.oidc, accounts.services.identities or the way back from the provider."""
    sentences = {
        "away": _("Hiện không liên lạc được với %(name)s. Hãy thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.", name=name),
        "answer": _(
            "%(name)s trả lời chưa đúng nên không vào được bằng cách này. Hãy đăng nhập bằng mật khẩu và báo quản trị viên.",
            name=name,
        ),
        "stale": _("Lượt đăng nhập qua %(name)s này đã quá hạn hoặc đã dùng rồi. Hãy bấm nút để làm lại từ đầu.", name=name),
        "denied": _("Việc đăng nhập ở %(name)s đã dừng giữa chừng. Hãy làm lại, hoặc đăng nhập bằng mật khẩu.", name=name),
        "weak": _("%(name)s chưa xác minh đủ chắc. Hãy đăng nhập ở đó bằng cách có thêm bước xác minh.", name=name),
        "unknown": _(
            "Tài khoản %(name)s này chưa được nối với tài khoản nào đang dùng ở xã. Hãy đăng nhập bằng mật khẩu rồi nối "
            "ở trang Tài khoản của tôi, hoặc gặp quản trị viên.",
            name=name,
        ),
        "taken": _("Tài khoản %(name)s này đã được nối với một cán bộ khác của xã.", name=name),
        "linked": _("Tài khoản của bạn đã nối với một tài khoản %(name)s khác. Hãy bỏ nối trước.", name=name),
    }
    return sentences[code]

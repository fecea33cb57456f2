"""The one line of who wants to follow by email."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from core.text import clean_line
from feedback.forms.faults import sentence
from feedback.forms.resident import GuardedForm
from feedback.rules import looks_like_email

LONGEST = 160


class FollowForm(GuardedForm):
    """An address."""

    email = StringField(
        _l("Thư điện tử"), description=_l("Ví dụ: an.nguyen@example.vn. Chỉ dùng để gửi tin; bỏ theo dõi là xóa.")
    )

    def validate_email(self, field: Any) -> None:
        """Refuse what can be no address."""
        field.data = clean_line(field.data or "")
        if not looks_like_email(field.data) or len(field.data) > LONGEST:
            raise ValidationError(sentence("email_bad"))

    @property
    def address(self) -> str:
        """The address in one spelling."""
        return str(self.email.data).lower()

"""What officials type where a second factor is asked for, set up, or given up; a code may be typed in any groups."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, PasswordField, StringField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import HiddenInput

from accounts.code_rules import CODE_DIGITS, RECOVERY_DIGITS, digits_of
from accounts.forms import NEEDED, PasswordForm, StrictForm, one_line


def code_of_app(_form: Form, field: Field) -> None:
    """Six digits, as the application shows them."""
    if len(digits_of(field.data or "")) != CODE_DIGITS:
        raise ValidationError(_("Mã trên điện thoại có 6 chữ số."))


def code_of_either(_form: Form, field: Field) -> None:
    """Six digits of the application, or twelve of a recovery code."""
    if len(digits_of(field.data or "")) not in (CODE_DIGITS, RECOVERY_DIGITS):
        raise ValidationError(_("Mã trên điện thoại có 6 chữ số, mã dự phòng có 12 chữ số."))


def code_field() -> StringField:
    """Return the one field that takes a code of the telephone or a recovery code."""
    return StringField(_l("Mã xác minh"), [NEEDED, Length(max=60), code_of_either], filters=[one_line])


class CodeForm(StrictForm):
    """The code after the password; ``next`` is where to go afterwards."""

    code = code_field()
    next = StringField(widget=HiddenInput(), validators=[Length(max=500)])


class BeginForm(StrictForm):
    """Begin to set the second factor up; who typed the password a moment ago only presses the button."""

    password = PasswordField(_l("Mật khẩu đang dùng"), [NEEDED, Length(max=400)])


class ConfirmForm(StrictForm):
    """The first code, which proves that the telephone knows the secret."""

    code = StringField(_l("Mã sáu chữ số trong ứng dụng"), [NEEDED, Length(max=60), code_of_app], filters=[one_line])


class PasswordAgainForm(StrictForm):
    """The password alone, of who has no second factor."""

    password = PasswordField(_l("Mật khẩu đang dùng"), [NEEDED, Length(max=400)])


class ProofForm(PasswordAgainForm):
    """Password and code, before something that weakens how an account is kept."""

    code = code_field()


class PasswordAndCodeForm(PasswordForm):
    """Change one's own password, for who has a second factor."""

    code = code_field()

"""What officials send around the provider that they sign in through."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from accounts.forms import NEEDED, StrictForm


class ProviderForm(StrictForm):
    """The button that leads to the provider; ``next`` is where to go afterwards."""

    next = StringField(widget=HiddenInput(), validators=[Length(max=500)])


class LinkForm(StrictForm):
    """Link one's own account: the password first."""

    password = PasswordField(_l("Mật khẩu"), [NEEDED, Length(max=400)])


class UnlinkForm(StrictForm):
    """Unlink it: a button and nothing else."""

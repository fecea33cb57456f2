"""What officials send around the provider that they sign in through."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from accounts.forms import StrictForm


class ProviderForm(StrictForm):
    """The button that leads to the provider; ``next`` is where to go afterwards."""

    next = StringField(widget=HiddenInput(), validators=[Length(max=500)])


class UnlinkForm(StrictForm):
    """Unlink one's own account: a button and nothing else, for who has no second factor."""

"""Two versions of one form: what was typed goes on from the row as it stands now, beside what a colleague stored meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, Field, SelectField, SelectMultipleField
from wtforms.widgets import FileInput, HiddenInput

from core.formats import date_text


class BothTexts:
    """What a form with a ``version`` does when somebody else wrote first. ``beside``: label, stored text, typed text."""

    beside: Sequence[tuple[str, str, str]] = ()

    def renew(self: Any, version: int, *, stored: Any = None) -> None:
        """Let the form, with what was typed in it, stand on another version, beside what is ``stored`` in that one.

        Whoever may press again has to see what he would write over.
        """
        self.version.data, self.version.raw_data = version, None
        if stored is not None:
            self.beside = self.differences(stored)

    def differences(self: Any, stored: Any) -> list[tuple[str, str, str]]:
        """Return label, stored text and typed text of every field in which this form differs from ``stored``."""
        pairs = [
            (field, stored[field.short_name])
            for field in self
            if not isinstance(field.widget, (HiddenInput, FileInput)) and field.short_name in stored
        ]
        texts = [(str(field.label.text), shown(other), shown(field)) for field, other in pairs]
        return [(label, other, own) for label, other, own in texts if other != own]


def shown(field: Field) -> str:
    """Return what a field holds as a person reads it; of several that have no names, how many.

    Where nothing is chosen, that is the words of the empty choice.
    """
    if isinstance(field, SelectField):
        choices = list(field.iter_choices())
        empty = [choice for choice in choices if choice.value == "" and not field.data]
        chosen = [choice for choice in choices if choice.selected] or empty
        if isinstance(field, SelectMultipleField) and all(str(choice.label) == str(choice.value) for choice in chosen):
            return str(len(chosen))
        return ", ".join(str(choice.label) for choice in chosen)
    if isinstance(field, BooleanField):
        return _("có") if field.data else _("không")
    if isinstance(field.data, time):
        return f"{field.data:%H:%M}"
    return date_text(field.data) if isinstance(field.data, date) else str("" if field.data is None else field.data)

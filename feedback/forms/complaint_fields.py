"""What the forms of the complaint procedure are made of: values as commands take them, words of the law, reasons of a delay."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from feedback import complaint_phrases as words
from feedback.complaint_states import Complexity
from feedback.forms import choices
from feedback.forms.desk_form import DeskForm
from feedback.forms.faults import SENTENCES
from feedback.forms.late import LateForm

BESIDE = frozenset({"version", "csrf_token", "late_reason", "late_note"})
CHOOSE = SENTENCES["choice_unknown"]


class ComplaintForm(DeskForm):
    """A step of the procedure: what was typed, as the command takes it; only a SettlingForm may be ``late``."""

    late = False

    def values(self) -> dict[str, Any]:
        """Return the typed values by name."""
        return {field.short_name: field.data for field in self if field.short_name not in BESIDE}

    @property
    def shown(self) -> list[Any]:
        """Return the fields that people fill in, in order."""
        return [field for field in self if field.short_name not in BESIDE]


class RadioChoice(RadioField):
    """One of the words of a vocabulary."""

    def __init__(self, label: Any, vocabulary: Any, *, without: tuple[str, ...] = (), **options: Any) -> None:
        self.vocabulary, self.without = vocabulary, without
        super().__init__(label, invalid_choice_message=CHOOSE, **options)

    def fill(self) -> None:
        """Offer the words."""
        self.choices = choices.words(words.choices(self.vocabulary, without=self.without))


class CriteriaField(SelectMultipleField):
    """Some of the seven criteria of a complex case."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, option_widget=CheckboxInput(), widget=ListWidget(), validate_choice=False, **options)

    def fill(self) -> None:
        """Offer the criteria."""
        offered = words.choices(Complexity)
        self.choices = [SelectChoice(value=code, label=f"{code}) {text}") for code, text in offered.items()]


class WordsForm(ComplaintForm):
    """A form whose choices come from the vocabularies of the law."""

    def offer(self, lists: Any) -> None:
        """Fill the choices."""
        for field in self:
            if isinstance(field, RadioChoice | CriteriaField):
                field.fill()


class SettlingForm(LateForm, WordsForm):
    """A form of a step that settles the complaint: after the due date it asks why."""

    def values(self) -> dict[str, Any]:
        """Return the typed values by name, and what was said of a delay."""
        return {**super().values(), "late": self.lateness}

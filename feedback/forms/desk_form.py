"""What all forms of the officials' desk share: the version they were opened at, clean text, and no unknown fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, TextArea

from core.both_texts import BothTexts
from core.i18n import use_locale
from core.text import clean_line, clean_text
from core.typed import typed_date
from deadlines.clock import today
from feedback.forms.faults import SENTENCES, sentence

TEXT_MOST = 5000
BUTTON = "do"


class NumberField(IntegerField):
    """A whole number of at most nine digits; what is none is an error with a sentence."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; nothing typed is None."""
        typed = " ".join(valuelist).strip()
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 10):
            self.data = None
            raise ValueError(sentence("number_bad"))
        self.data = int(typed) if typed else None


def letter_words(text: Any, *, locale: str, commune: str, phone: str) -> str:
    """Return a letter to be completed in the language of who will read it; ``text``: lazy, with %(commune)s and %(phone)s."""
    with use_locale(locale):
        return str(text) % {"commune": commune, "phone": phone}


class DeskForm(BothTexts, FlaskForm):
    """A form that takes the fields it names and its button, nothing else; ``version`` is the case as the official saw it."""

    ALIASES: Mapping[str, str] = {}
    """The command's names of what stands in fields with other names."""
    SENTENCE: Callable[[str], str] = staticmethod(sentence)
    """Code of a complaint → its sentence; a room with sentences of its own puts them here."""
    NOT_NOW: Any = ""
    SOMEBODY_ELSE: Any = ""
    """What a room says when a step is over, and when another has written meanwhile (feedback.views.attempt)."""
    BESIDE: Collection[str] = ()
    """Names of another form's fields that are sent along, where two forms stand in one frame of the page."""
    version = NumberField(widget=HiddenInput(), default=0)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether everything that was sent is known and well-formed."""
        known = {field.name for field in self} | {self.button, *self.BESIDE}
        if not set(request.form) <= known:
            self.form_errors.append(_("Biểu mẫu có ô lạ nên không được nhận. Hãy tải lại trang rồi làm lại."))
            return False
        return super().validate(extra_validators)

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Return what stands in the fields before anybody types, from the case and the lists of the commune."""
        return {}

    def offer(self, lists: Any) -> None:
        """Give the fields their choices."""

    @property
    def button(self) -> str:
        """Return the name of the submit buttons that carry a value."""
        return self._prefix + BUTTON

    @property
    def chosen(self) -> str:
        """Return the value of the button that was pressed, or an empty text."""
        return request.form.get(self.button, "")

    @property
    def opened_at(self) -> int:
        """Return the version of the case that the official saw; 0 when the form does not say."""
        return self.version.data or 0

    def blame(self, faults: Mapping[str, str]) -> None:
        """Put a command's complaints (field → code) beside the fields; what has no field here goes on top."""
        for name, code in faults.items():
            self.say(name, self.SENTENCE(code))

    def say(self, name: str, words: str) -> None:
        """Put a sentence beside a field, by its own name or the command's name for it, or on top."""
        field = self._fields.get(self.ALIASES.get(name, name))
        if field is None:
            self.form_errors.append(words)
        else:
            field.errors = [*field.errors, words]


class LineField(StringField):
    """One clean line of text."""

    def __init__(self, label: Any = None, *, most: int = 200, **options: Any) -> None:
        options.setdefault("render_kw", {"maxlength": most})
        super().__init__(label, [Length(max=most, message=SENTENCES["text_long"])], filters=[_line], **options)


class LongLineField(LineField):
    """One clean line of text that wraps where it is typed; several lines become one."""

    widget = TextArea()


class ProseField(TextAreaField):
    """Running text, cleaned."""

    def __init__(self, label: Any = None, *, most: int = TEXT_MOST, **options: Any) -> None:
        options.setdefault("render_kw", {"maxlength": most})
        super().__init__(label, [Length(max=most, message=SENTENCES["text_long"])], filters=[_prose], **options)


class IdField(SelectField):
    """A choice among rows by their id; the empty choice, where it is offered, is None."""

    def __init__(self, label: Any = None, *, missing: str = "choice_unknown", **options: Any) -> None:
        super().__init__(label, coerce=_id_or_none, invalid_choice_message=SENTENCES[missing], **options)


class WordField(SelectField):
    """A choice among words; the empty choice, where it is offered, is an empty text."""

    def __init__(self, label: Any = None, *, missing: str = "choice_unknown", **options: Any) -> None:
        super().__init__(label, coerce=_word, invalid_choice_message=SENTENCES[missing], **options)


class BoxesField(SelectMultipleField):
    """Several of a list, each with a box; what is not in the list is an error with the sentence ``unknown``."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, *, unknown: Any, **options: Any) -> None:
        super().__init__(label, **options)
        self.invalid_choice_message = unknown


class DayField(DateField):
    """A local date: the browser's calendar (2026-11-20) or as people write it (20/11, ngày 20 tháng 11); empty is None."""

    def __init__(self, label: Any = None, *, wrong: str = "date_bad", **options: Any) -> None:
        self.wrong = wrong
        super().__init__(label, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date in any of its writings."""
        typed = " ".join(valuelist).strip()
        self.data = typed_date(typed, near=today()) if typed else None
        if typed and self.data is None:
            raise ValueError(sentence(self.wrong))


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _prose(text: str | None) -> str:
    return clean_text(text or "")


def _word(raw: Any) -> str:
    return "" if raw is None else str(raw)


def _id_or_none(raw: Any) -> int | None:
    text = "" if raw is None else str(raw)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

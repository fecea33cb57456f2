"""The form of residents: what they say to each question; name and village only if they like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField

from accounts.read_models import VillageItem
from consultation.phrases import CHOICES, FAULTS, fault
from consultation.rules import NAME_MOST, QUESTIONS_MOST, Said, opinion_faults
from consultation.services.opinions import NewOpinion, cleaned
from core.text import clean_line
from feedback.forms.choices import villages, words
from feedback.forms.resident import GuardedForm, row_id
from feedback.signs import reads_as_denunciation

NUMBERS = range(1, QUESTIONS_MOST + 1)


class OpinionForm(GuardedForm):
    """An opinion; ``asked`` are number and text of the questions, of which there are one to five."""

    SENTENCE = staticmethod(fault)
    choice_1, choice_2, choice_3, choice_4, choice_5 = (RadioField(validate_choice=False, default="") for _number in NUMBERS)
    words_1, words_2, words_3, words_4, words_5 = (TextAreaField() for _number in NUMBERS)
    name = StringField(_l("Họ và tên"), description=_l("Chỉ cán bộ tổng hợp thấy, không công khai."))
    village_id = SelectField(_l("Ở thôn nào?"), default="", invalid_choice_message=FAULTS["village_unknown"])

    def __init__(self, *, asked: Sequence[tuple[int, str]], village_items: Sequence[VillageItem], **options: Any) -> None:
        super().__init__(**options)
        self.numbers = [number for number, _text in asked]
        self.village_id.choices = villages(village_items, empty=_("Chọn thôn"))
        for number, text in asked:
            choice = self[f"choice_{number}"]
            choice.label.text, choice.choices = f"{number}. {text}", words(CHOICES)
            self[f"words_{number}"].label.text = _("Nói thêm về câu %(number)s", number=number)

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """The fields of choice and words, question by question."""
        return [(self[f"choice_{number}"], self[f"words_{number}"]) for number in self.numbers]

    @property
    def denounces(self) -> bool:
        """Whether anything that was written reads as a denunciation."""
        return any(reads_as_denunciation(words.data or "") for _choice_field, words in self.lines)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the opinion can be taken; every fault of every field is told at once."""
        good = super().validate(extra_validators)
        faults = opinion_faults(cleaned(self.opinion()).said)
        if len(clean_line(self.name.data or "")) > NAME_MOST:
            faults["name"] = "text_long"
        self.blame({name: code for name, code in faults.items() if not self._fields[name].errors})
        return good and not faults

    def opinion(self) -> NewOpinion:
        """Return what was typed as the command takes it."""
        said = {
            number: Said(choice=self[f"choice_{number}"].data or "", words=self[f"words_{number}"].data or "")
            for number in self.numbers
        }
        return NewOpinion(said=said, name=self.name.data or "", village_id=row_id(self.village_id.data))

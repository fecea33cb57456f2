"""What officials type about a consultation: the draft with its days, and the reasons of its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from accounts.read_models import OfficialItem, VillageItem
from consultation import phrases
from consultation.matters import Matter
from consultation.queries.consultations import ConsultationView
from consultation.rules import ABOUT_MOST, QUESTION_MOST, QUESTIONS_MOST, TEXT_MOST, TITLE_MOST, NewConsultation
from core.i18n import current_locale
from feedback.forms.choices import people, words
from feedback.forms.desk_form import BoxesField, DayField, DeskForm, IdField, LineField, ProseField, WordField

NUMBERS = range(1, QUESTIONS_MOST + 1)


class RoomForm(DeskForm):
    """A form of the desk with the sentences of this room."""

    SENTENCE = staticmethod(phrases.fault)


class DraftForm(RoomForm):
    """A consultation as it is written; ``token`` is the key of a form that is sent twice."""

    token = HiddenField()
    title = LineField(_l("Lấy ý kiến về việc gì?"), most=TITLE_MOST)
    matter = WordField(_l("Thuộc việc nào phải lấy ý kiến?"), missing="choice_unknown")
    about = ProseField(_l("Nói ngắn gọn cho dễ hiểu"), most=ABOUT_MOST)
    text = ProseField(_l("Nội dung dự thảo"), most=TEXT_MOST)
    question_1, question_2, question_3, question_4, question_5 = (LineField(most=QUESTION_MOST) for _number in NUMBERS)
    opens_on = DayField(_l("Lấy ý kiến từ ngày"))
    closes_on = DayField(_l("Đến hết ngày"))
    ways = BoxesField(_l("Ý kiến đến bằng cách nào?"), unknown=phrases.FAULTS["way_unknown"])
    village_ids = BoxesField(_l("Hỏi riêng những thôn nào?"), unknown=phrases.FAULTS["village_unknown"])
    official_id = IdField(_l("Người chịu trách nhiệm tổng hợp"))

    def offer_lists(
        self, *, officials: Sequence[OfficialItem], villages: Sequence[VillageItem], matters: Mapping[str, Matter]
    ) -> None:
        """Fill the lists."""
        locale = current_locale()
        self.matter.choices = words({code: f"{item.clause}. {item.named(locale)}" for code, item in matters.items()}, empty="")
        self.ways.choices = words(phrases.WAYS)
        self.village_ids.choices = [SelectChoice(value=str(item.id), label=item.name) for item in villages]
        self.official_id.choices = people(officials, empty="")

    @property
    def questions(self) -> list[Any]:
        """The fields of the questions."""
        return [self[f"question_{number}"] for number in NUMBERS]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether there are both days, and everything else is well-formed."""
        good = super().validate(extra_validators)
        for field in (self.opens_on, self.closes_on):
            if field.data is None and not field.errors:
                field.errors, good = [phrases.fault("date_bad")], False
        return good

    def consultation(self) -> NewConsultation:
        """Return what was typed as the command takes it; only after validate()."""
        return NewConsultation(
            title=self.title.data or "", matter=self.matter.data or "", about=self.about.data or "", text=self.text.data or "",
            questions=tuple(field.data or "" for field in self.questions), opens_on=self.opens_on.data,
            closes_on=self.closes_on.data, ways=tuple(self.ways.data or ()),
            village_ids=tuple(int(word) for word in self.village_ids.data or ()), official_id=self.official_id.data,
        )  # fmt: skip


class FilesForm(RoomForm):
    """PDF files of the draft."""

    files = MultipleFileField(_l("Tệp PDF của dự thảo"))


class StepForm(RoomForm):
    """A step that asks nothing more."""


class ReasonForm(RoomForm):
    """A step with its reason."""

    reason = ProseField(_l("Lý do"), most=2000)


class ProlongForm(ReasonForm):
    """A later last day, and why."""

    to_on = DayField(_l("Ngày cuối mới"))


def typed_of(view: ConsultationView) -> dict[str, Any]:
    """Return what stands in the fields of a draft before anybody types."""
    asked = {f"question_{number}": text for number, text in view.questions}
    return {
        "title": view.title, "matter": view.matter, "about": view.about, "text": view.text, "opens_on": view.opens_on,
        "closes_on": view.closes_on, "ways": list(view.ways), "village_ids": [str(item) for item in view.village_ids],
        "official_id": view.official_id, "version": view.version, **asked,
    }  # fmt: skip

"""The summary as officials type it: its points, and what was decided."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from consultation import phrases
from consultation.forms.planning import RoomForm
from consultation.rules import POINT_MOST, WORDS_MOST, Point
from consultation.services.summing import DOCUMENT_MOST, RESULT_MOST
from feedback.forms.choices import words
from feedback.forms.desk_form import LineField, NumberField, ProseField, WordField


class PointForm(RoomForm):
    """A point: what was said, by how many, what is done with it, and why."""

    text = ProseField(_l("Ý kiến, viết lại cho gọn"), most=POINT_MOST)
    people = NumberField(_l("Bao nhiêu người nói vậy"))
    verdict = WordField(_l("Xã tiếp thu không?"))
    explanation = ProseField(_l("Giải trình"), most=WORDS_MOST)

    def offer_verdicts(self) -> None:
        """Fill the list."""
        self.verdict.choices = words({verdict: label for verdict, (label, _tone, _icon) in phrases.VERDICTS.items()}, empty="")

    def point(self) -> Point:
        """Return what was typed as the command takes it."""
        return Point(
            text=self.text.data or "", people=self.people.data, verdict=self.verdict.data or "",
            explanation=self.explanation.data or "",
        )  # fmt: skip


class PublishForm(RoomForm):
    """What was decided, and the document that says so."""

    result = ProseField(_l("Xã đã quyết định thế nào?"), most=RESULT_MOST)
    document = LineField(_l("Số, ngày văn bản quyết định"), most=DOCUMENT_MOST)


class EmptyForm(RoomForm):
    """Why words are taken out: they belong to a procedure of its own, or not here."""

    why = RadioField(_l("Vì sao rút lời này?"), invalid_choice_message=phrases.FAULTS["choice_unknown"])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.why.choices = words(phrases.REASONS)

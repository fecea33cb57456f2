"""Counts from paper as officials and the Front type them, question by question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from accounts.read_models import VillageItem
from consultation import phrases
from consultation.forms.planning import RoomForm
from consultation.phrases import CHOICES
from consultation.queries.papers import Sheet
from consultation.rules import QUESTIONS_MOST
from consultation.services.sheets import MINUTES_MOST, NewSheet
from consultation.states import ON_PAPER
from feedback.forms.choices import villages, words
from feedback.forms.desk_form import DayField, IdField, LineField, NumberField, ProseField, WordField

NUMBERS = range(1, QUESTIONS_MOST + 1)
KINDS = ("agree", "disagree", "other")


class SheetForm(RoomForm):
    """One row from paper; ``reason`` is asked when it corrects another."""

    token = HiddenField()
    way = WordField(_l("Cách lấy ý kiến"))
    held_on = DayField(_l("Ngày họp, ngày đếm phiếu"))
    village_id = IdField(_l("Thôn"), missing="village_unknown")
    minutes = LineField(_l("Số biên bản"), most=MINUTES_MOST)
    agree_1, agree_2, agree_3, agree_4, agree_5 = (NumberField(CHOICES["agree"]) for _number in NUMBERS)
    disagree_1, disagree_2, disagree_3, disagree_4, disagree_5 = (NumberField(CHOICES["disagree"]) for _number in NUMBERS)
    other_1, other_2, other_3, other_4, other_5 = (NumberField(CHOICES["other"]) for _number in NUMBERS)
    reason = ProseField(_l("Vì sao sửa số đếm?"), most=2000)

    def offer_lists(self, *, asked: Sequence[tuple[int, str]], village_items: Sequence[VillageItem]) -> None:
        """Fill the lists; ``asked`` are number and text of the questions."""
        self.asked = asked
        self.way.choices = words({way: phrases.WAYS[way] for way in ON_PAPER}, empty="")
        self.village_id.choices = villages(village_items, empty="–")

    @property
    def lines(self) -> list[tuple[str, list[Any]]]:
        """Text and three fields of each question."""
        return [(text, [self[f"{kind}_{number}"] for kind in KINDS]) for number, text in self.asked]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether there is a day, and everything else is well-formed."""
        good = super().validate(extra_validators)
        if self.held_on.data is None and not self.held_on.errors:
            self.held_on.errors, good = [phrases.fault("date_bad")], False
        return good

    def sheet(self) -> NewSheet:
        """Return what was typed as the command takes it, an empty number as none; only after validate()."""
        counts = {number: tuple(self[f"{kind}_{number}"].data or 0 for kind in KINDS) for number, _text in self.asked}
        return NewSheet(
            way=self.way.data or "", held_on=self.held_on.data, counts=counts, village_id=self.village_id.data,
            minutes=self.minutes.data or "",
        )  # fmt: skip


def typed_of(sheet: Sheet) -> dict[str, Any]:
    """Return what stands in the fields when a row is corrected."""
    counts = {f"{kind}_{number}": value for number, said in sheet.counts.items() for kind, value in zip(KINDS, said, strict=True)}
    return {
        "way": sheet.way, "held_on": sheet.held_on, "village_id": sheet.village_id, "minutes": sheet.minutes, **counts,
    }  # fmt: skip

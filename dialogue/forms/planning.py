"""What officials type about a dialogue: the whole of it, a new day, a reason, a step that is done, a call and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from accounts.read_models import OfficialItem, VillageItem
from core.formats import HERE, local
from dialogue import dialogue_phrases as phrases
from dialogue.duty_rules import RECORDED, CallSource
from dialogue.queries.dialogues import DialogueView
from dialogue.services.planning import NewDialogue, NewPlace
from dialogue.states import DialogueForm, DialogueKind
from feedback.forms.desk_form import BoxesField, DayField, DeskForm, LineField, NumberField, ProseField, WordField
from feedback.forms.entry import ClockField

PLACES = (1, 2, 3, 4)
SEATS_MOST = 100_000
UNKNOWN = phrases.FAULTS["choice_unknown"]


class PlanForm(DeskForm):
    """A form of this room: complaints in its own words, beside the field that the command names."""

    SENTENCE = staticmethod(phrases.fault)


def moment_of(day: date | None, hour: time | None) -> datetime | None:
    """Return the moment of a local day and hour, UTC."""
    return datetime.combine(day, hour, HERE).astimezone(UTC) if day and hour else None


class TimeForm(PlanForm):
    """A day with the hours from and to."""

    ALIASES = {"starts_at": "held_on", "ends_at": "to_time"}

    held_on = DayField(_l("Ngày"))
    from_time = ClockField(_l("Từ giờ"))
    to_time = ClockField(_l("Đến giờ"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether there is a day, and everything else is well-formed."""
        good = super().validate(extra_validators)
        if self.held_on.data is None and not self.held_on.errors:
            self.held_on.errors = [_("Hãy ghi ngày, ví dụ 20/12/2026.")]
            good = False
        return good

    def starts_at(self) -> datetime:
        """Return the moment it begins, UTC; only after validate()."""
        return moment_of(self.held_on.data, self.from_time.data)  # type: ignore[return-value]

    def ends_at(self) -> datetime:
        """Return the moment it ends, UTC; only after validate()."""
        return moment_of(self.held_on.data, self.to_time.data)  # type: ignore[return-value]


class ParticularsForm(TimeForm):
    """A dialogue as it is planned: with up to four places."""

    kind = WordField(_l("Loại đối thoại"), missing="choice_unknown")
    satisfies = BoxesField(_l("Buổi này cũng được tính là"), unknown=UNKNOWN)
    form = WordField(_l("Hình thức"), missing="choice_unknown")
    title = LineField(_l("Tên buổi đối thoại"), most=160)
    content = ProseField(_l("Nội dung sẽ trao đổi"), most=5000)
    how_to_join = ProseField(_l("Cách tham gia"), most=2000)
    chair_ids = BoxesField(_l("Chủ trì là cán bộ của xã"), unknown=UNKNOWN)
    chairs = LineField(_l("Người đồng chủ trì khác"), most=300)
    seats = NumberField(_l("Tổng số chỗ"))
    questions_from = DayField(_l("Nhận câu hỏi từ ngày"))
    questions_to = DayField(_l("Nhận câu hỏi đến hết ngày"))
    ad_hoc_reason = ProseField(_l("Lý do họp đột xuất"), most=2000)
    place_1_name, place_2_name, place_3_name, place_4_name = (LineField(_l("Tên địa điểm"), most=160) for _n in PLACES)
    place_1_address, place_2_address, place_3_address, place_4_address = (LineField(_l("Địa chỉ"), most=200) for _n in PLACES)
    place_1_seats, place_2_seats, place_3_seats, place_4_seats = (NumberField(_l("Số chỗ")) for _n in PLACES)
    place_1_villages, place_2_villages, place_3_villages, place_4_villages = (
        BoxesField(_l("Dành cho thôn"), unknown=UNKNOWN) for _n in PLACES
    )

    ALIASES = {**TimeForm.ALIASES, "places": "place_1_name"}

    def offer_lists(self, *, officials: Sequence[OfficialItem], villages: Sequence[VillageItem]) -> None:
        """Fill the lists."""
        self.kind.choices = [(kind.value, str(words)) for kind, words in phrases.KINDS.items()]
        self.satisfies.choices = self.kind.choices
        self.form.choices = [(form.value, str(words)) for form, words in phrases.FORMS.items()]
        self.chair_ids.choices = [
            (str(item.id), f"{item.full_name}, {item.title}" if item.title else item.full_name) for item in officials
        ]
        for number in PLACES:
            self[f"place_{number}_villages"].choices = [(str(item.id), item.name) for item in villages]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether all numbers are some, and every place that has something has a name."""
        good = super().validate(extra_validators)
        for field in (self.seats, *(self[f"place_{number}_seats"] for number in PLACES)):
            if field.data is not None and not 1 <= field.data <= SEATS_MOST:
                field.errors, good = [phrases.fault("seats_range")], False
        for number in PLACES:
            filled = [self[f"place_{number}_{word}"].data for word in ("address", "seats", "villages")]
            if any(filled) and not self[f"place_{number}_name"].data:
                self[f"place_{number}_name"].errors, good = [phrases.fault("place_name_missing")], False
        return good

    def places(self) -> list[tuple[int, list[Any]]]:
        """Return number and fields of every place, for the page."""
        words = ("name", "address", "seats", "villages")
        return [(number, [self[f"place_{number}_{word}"] for word in words]) for number in PLACES]

    def dialogue(self) -> NewDialogue:
        """Return what was typed as the command takes it; only after validate()."""
        return NewDialogue(
            kind=DialogueKind(self.kind.data), satisfies=tuple(DialogueKind(word) for word in self.satisfies.data or ()),
            form=DialogueForm(self.form.data), title=self.title.data or "", content=self.content.data or "",
            starts_at=self.starts_at(), ends_at=self.ends_at(), how_to_join=self.how_to_join.data or "",
            chairs=self.chairs.data or "", chair_ids=tuple(int(word) for word in self.chair_ids.data or ()),
            places=tuple(self._place(number) for number in PLACES if self[f"place_{number}_name"].data), seats=self.seats.data,
            questions_from=self.questions_from.data, questions_to=self.questions_to.data,
            ad_hoc_reason=self.ad_hoc_reason.data or "",
        )  # fmt: skip

    def _place(self, number: int) -> NewPlace:
        return NewPlace(
            name=self[f"place_{number}_name"].data, address=self[f"place_{number}_address"].data or "",
            village_ids=tuple(int(word) for word in self[f"place_{number}_villages"].data or ()),
            seats=self[f"place_{number}_seats"].data,
        )  # fmt: skip


def typed_of(view: DialogueView) -> dict[str, Any]:
    """Return a dialogue as its form holds it."""
    values: dict[str, Any] = {
        "version": view.version, "kind": view.kind, "satisfies": [kind for kind in view.satisfies if kind != view.kind],
        "form": view.form, "title": view.title, "content": view.content, "how_to_join": view.how_to_join,
        "chair_ids": [str(number) for number in view.chair_ids], "chairs": view.chair_words, "held_on": view.held_on,
        "from_time": local(view.starts_at).time(), "to_time": local(view.ends_at).time(), "seats": view.seats,
        "questions_from": view.questions_from, "questions_to": view.questions_to, "ad_hoc_reason": view.ad_hoc_reason,
    }  # fmt: skip
    for number, place in zip(PLACES, view.places, strict=False):
        values |= {
            f"place_{number}_name": place.name, f"place_{number}_address": place.address, f"place_{number}_seats": place.seats,
            f"place_{number}_villages": [str(village) for village in place.village_ids],
        }  # fmt: skip
    return values


class MoveForm(TimeForm):
    """A new day for an announced dialogue, and why."""

    reason = ProseField(_l("Lý do dời ngày (hiện công khai)"), most=1000)
    ad_hoc_reason = ProseField(_l("Lý do họp đột xuất, nếu ngày mới còn dưới 7 ngày"), most=1000)


class ReasonForm(PlanForm):
    """Why a dialogue is called off."""

    reason = ProseField(_l("Lý do hủy (hiện công khai nếu đã thông báo)"), most=1000)


class StepForm(PlanForm):
    """A step that needs nothing but its button."""


class TickForm(PlanForm):
    """A step of the checklist that is done."""

    done_on = DayField(_l("Xong ngày"))
    note = LineField(_l("Ghi chú"), most=300)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether there is a day."""
        good = super().validate(extra_validators)
        if self.done_on.data is None and not self.done_on.errors:
            self.done_on.errors, good = [_("Hãy ghi ngày, ví dụ 20/12/2026.")], False
        return good


class CallForm(PlanForm):
    """A call for a dialogue as it reached the office."""

    source = WordField(_l("Ai yêu cầu"), missing="choice_unknown")
    subject = LineField(_l("Yêu cầu đối thoại về việc gì"), most=200)
    number = NumberField(_l("Số người (chữ ký hợp lệ, hoặc số người của đoàn)"))
    called_on = DayField(_l("Ngày nhận yêu cầu"))

    def offer_sources(self) -> None:
        """Fill the list."""
        self.source.choices = [(source.value, str(phrases.SOURCES[source])) for source in RECORDED]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether there is a day."""
        good = super().validate(extra_validators)
        if self.called_on.data is None and not self.called_on.errors:
            self.called_on.errors, good = [_("Hãy ghi ngày, ví dụ 20/12/2026.")], False
        return good

    def chosen_source(self) -> CallSource:
        """Return who calls; only after validate()."""
        return CallSource(self.source.data)


class AnswerForm(PlanForm):
    """The answer to a call, or to similar letters (``topic``)."""

    topic = HiddenField()
    answer = WordField(_l("Trả lời"), missing="choice_unknown")
    reason = ProseField(_l("Lý do (bắt buộc khi không tổ chức)"), most=1000)

    def offer_answers(self) -> None:
        """Fill the list."""
        self.answer.choices = [(word, str(label)) for word, label in phrases.ANSWERS.items()]

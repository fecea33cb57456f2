"""The forms of the day: the head of the minutes, one item, a turn to speak."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from accounts.queries import departments, villages
from core.formats import HERE, local
from core.i18n import current_locale
from deadlines.clock import today
from dialogue.forms.commitments import DialogueForm
from dialogue.minute_rules import CHAIRS_MOST, PLACE_MOST, Head, Item
from dialogue.queries.question_links import QuestionChoice
from dialogue.question_phrases import OUTCOMES
from dialogue.question_states import QuestionOutcome
from feedback.forms import choices
from feedback.forms.desk_form import DayField, IdField, LineField, NumberField, ProseField, WordField
from feedback.forms.entry import ClockField

CHOSEN_IN_THE_HALL = (QuestionOutcome.ANSWERED, QuestionOutcome.FOLLOW_UP, QuestionOutcome.OPEN)
HEAD_WORDS = ("place", "chairs", "secretary", "bodies", "by_village")
HEAD_NUMBERS = ("attended", "women", "minority")


class HourField(ClockField):
    """A time of day, 14:05; nothing typed yet is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read hours and minutes, if any."""
        if "".join(valuelist).strip():
            super().process_formdata(valuelist)
        else:
            self.data = None


class HeadForm(DialogueForm):
    """Where, who, how many, from when until when."""

    place = LineField(_l("Địa điểm"), most=PLACE_MOST)
    chairs = LineField(_l("Chủ trì"), most=CHAIRS_MOST)
    secretary = LineField(_l("Người ghi biên bản"), most=120)
    attended = NumberField(_l("Số người dự"))
    women = NumberField(_l("Trong đó nữ"))
    minority = NumberField(_l("Trong đó người dân tộc thiểu số"))
    by_village = ProseField(_l("Theo thôn, mỗi dòng một thôn"), most=2000)
    bodies = LineField(_l("Cơ quan, đoàn thể dự"), most=500)
    started = HourField(_l("Giờ bắt đầu"))
    ended = HourField(_l("Giờ kết thúc"))

    def typed(self, held_on: date) -> Head:
        """Return the head as it stands in the fields; hours are those of the day of the dialogue."""
        words = {name: self[name].data or "" for name in HEAD_WORDS}
        numbers = {name: self[name].data for name in HEAD_NUMBERS}
        return Head(
            **words, **numbers, started_at=_moment(held_on, self.started.data), ended_at=_moment(held_on, self.ended.data)
        )

    @staticmethod
    def known_of(head: Head, *, version: int) -> dict[str, Any]:
        """Return what stands in the fields before anybody types."""
        values = {name: getattr(head, name) for name in (*HEAD_WORDS, *HEAD_NUMBERS)}
        hours = {"started": _clock(head.started_at), "ended": _clock(head.ended_at)}
        return {**values, **hours, "version": version}


class ItemForm(DialogueForm):
    """One opinion with its answer, and the promise in it."""

    client_id = HiddenField()
    question_id = IdField(_l("Câu hỏi gửi trước"), missing="choice_unknown")
    outcome = WordField(_l("Kết quả của câu hỏi"), default="")
    speaker_number = NumberField(_l("Số của người nói"))
    village_id = IdField(_l("Thôn"))
    opinion = ProseField(_l("Ý kiến"), most=5000)
    answer = ProseField(_l("Trả lời"), most=5000)
    answered_by = LineField(_l("Ai trả lời"), most=120)
    promised = BooleanField(_l("Có lời hứa"))
    promise = ProseField(_l("Hứa làm gì"), most=2000)
    department_id = IdField(_l("Phòng, ban làm"))
    promise_due_on = DayField(_l("Hạn đã hứa"))
    dropped = BooleanField(_l("Bỏ ý kiến này khỏi biên bản"))

    def offer(self, lists: tuple[int, Sequence[QuestionChoice]]) -> None:
        """Offer villages and departments of a commune, and the questions of the dialogue."""
        unit_id, asked = lists
        self.question_id.choices = questions(asked)
        self.outcome.choices = choices.words(
            {word: label for word, label in OUTCOMES.items() if word is not QuestionOutcome.OPEN}, empty=_l("chưa ghi")
        )
        self.village_id.choices = choices.villages(villages(unit_id, on=today()), empty=_l("không ghi"))
        self.department_id.choices = choices.rows(departments(unit_id, on=today()), locale=current_locale(), empty=_l("chưa rõ"))

    def typed(self) -> Item:
        """Return the item as it stands in the fields."""
        return Item(
            client_id=(self.client_id.data or "")[:60], speaker_number=self.speaker_number.data, village_id=self.village_id.data,
            question_id=self.question_id.data, outcome=self.outcome.data or "",
            opinion=self.opinion.data or "", answer=self.answer.data or "", answered_by=self.answered_by.data or "",
            promised=bool(self.promised.data), promise=self.promise.data or "", department_id=self.department_id.data,
            promise_due_on=self.promise_due_on.data, dropped=bool(self.dropped.data),
        )  # fmt: skip


class TurnForm(DialogueForm):
    """Somebody who wants to speak: what about, from where, how long; no name."""

    question_id = IdField(_l("Câu hỏi gửi trước"), missing="choice_unknown")
    topic = LineField(_l("Nói về việc gì"), most=300)
    village_id = IdField(_l("Thôn"))
    minutes_allowed = NumberField(_l("Số phút"), default=3)

    def offer(self, lists: tuple[int, Sequence[QuestionChoice]]) -> None:
        """Offer the villages of a commune and the questions of the dialogue."""
        self.question_id.choices = questions(lists[1])
        self.village_id.choices = choices.villages(villages(lists[0], on=today()), empty=_l("không ghi"))


class OutcomeForm(DialogueForm):
    """What the day brought for one question."""

    outcome = WordField(_l("Kết quả"))
    answer = ProseField(_l("Lời trả lời, sẽ hiện công khai"), most=5000)

    def offer(self, lists: Any = None) -> None:
        """Offer the outcomes; a promise is written down in the minutes or among the commitments, so that it has an owner."""
        self.outcome.choices = choices.words({word: label for word, label in OUTCOMES.items() if word in CHOSEN_IN_THE_HALL})


def questions(asked: Sequence[QuestionChoice]) -> list[Any]:
    """Return accepted questions as choices by their public code and words."""
    return choices.words({str(item.id): item.label for item in asked}, empty=_l("không có"))


def new_client_id() -> str:
    """Return the id of an item that nobody has written yet."""
    return f"may-{secrets.token_hex(12)}"


def _moment(day: date, clock: time | None) -> datetime | None:
    return datetime.combine(day, clock, tzinfo=HERE) if clock else None


def _clock(moment: datetime | None) -> time | None:
    return local(moment).time().replace(second=0, microsecond=0) if moment else None

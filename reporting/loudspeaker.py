"""Short texts for the village loudspeaker, made of what is public already: plain sentences with their numbers in words. Pure.

Law on Grassroots Democracy 2022, Art. 12.1: news of the commune is told by loudspeaker too. A text takes half a minute to a
minute; what does not fit is left to the page and the board at the office, and it says so. No resident is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.number_words import date_words, hour_words, phone_words
from core.spoken_text import day_range_words, sentences, spoken, syllables

SYLLABLES_PER_MINUTE = 160
LEAST_SECONDS, MOST_SECONDS = 30, 60
GREETING, THANKS = "Kính thưa bà con!", "Xin cảm ơn bà con đã lắng nghe."
MORE = "Nội dung đầy đủ có tại trụ sở xã và trên trang Gần Dân của xã."


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Whose text it is: the commune ("Xã Vạn Linh") and the telephone of its office."""

    commune: str
    phone: str

    @property
    def office(self) -> str:
        """Ủy ban nhân dân xã Vạn Linh."""
        return f"Ủy ban nhân dân {self.commune[:1].lower()}{self.commune[1:]}"


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """A dialogue to come. ``hour``/``minute`` are local; ``places`` are (name, villages it is for)."""

    title: str
    held_on: date
    hour: int
    minute: int
    places: tuple[tuple[str, tuple[str, ...]], ...]
    content: str
    questions_from: date | None
    questions_to: date | None
    moved: bool


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What the commune promised, and until when."""

    text: str
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a dialogue concluded."""

    title: str
    held_on: date
    text: str
    promises: tuple[Promise, ...]


@dataclass(frozen=True, kw_only=True)
class PublicAnswer:
    """An answer that everybody may read; ``village`` may be empty."""

    title: str
    village: str
    answer: str
    answered_on: date | None


def seconds(text: str) -> int:
    """Return how long a text takes to be read out calmly, in seconds."""
    return round(syllables(text) * 60 / SYLLABLES_PER_MINUTE)


def announcement_text(facts: Announcement, *, by: Speaker) -> str:
    """Return the invitation to a dialogue; day and place are said twice where there is time."""
    when = f"{hour_words(facts.hour, facts.minute)}, {date_words(facts.held_on)}"
    opening = f"{by.office} {'báo dời ngày' if facts.moved else 'mời bà con đến dự'} buổi: {spoken(facts.title)}."
    first = [GREETING, opening, f"Thời gian{' mới' if facts.moved else ''}: {when}.", *_places(facts.places)]
    last = [*_window(facts), *_telephone(by), "Không đăng ký trước, bà con vẫn được vào dự."]
    again = [f"Xin nhắc lại: {when}."]
    return fitted(first, [spoken(f"Nội dung: {line}") for line in sentences(facts.content)[:1]], [*last, *again, THANKS])


def result_text(facts: Result, *, by: Speaker) -> str:
    """Return what a dialogue concluded and what the commune promised."""
    first = [GREETING, f"{by.office} báo kết quả buổi: {spoken(facts.title)}, họp {date_words(facts.held_on)}."]
    promised = [_promised(item) for item in facts.promises]
    told = [spoken(line) for line in sentences(facts.text)]
    return fitted(first, [*told[:2], *promised, *told[2:]], [*_telephone(by), THANKS])


def answer_text(facts: PublicAnswer, *, by: Speaker) -> str:
    """Return an answer that was published."""
    where = f"Bà con {facts.village}" if facts.village else "Bà con"
    first = [GREETING, f"{where} đã phản ánh với {by.office}: {spoken(facts.title).rstrip('.')}."]
    day = f" {date_words(facts.answered_on, weekday=False)}" if facts.answered_on else ""
    body = [spoken(line) for line in sentences(facts.answer)]
    return fitted([*first, f"Xã đã trả lời{day} như sau."], body, [*_telephone(by), THANKS])


def fitted(first: Sequence[str], body: Iterable[str], last: Sequence[str]) -> str:
    """Return the sentences in order, of ``body`` as many as fit into a minute; one that is left out is told of."""
    room = MOST_SECONDS * SYLLABLES_PER_MINUTE // 60 - syllables(" ".join([*first, *last, MORE]))
    taken: list[str] = []
    cut = False
    for line in body:
        if cut or syllables(line) > room:
            cut = True
            continue
        room -= syllables(line)
        taken.append(line)
    return "\n".join([*first, *taken, *([MORE] if cut else []), *last])


def _places(places: Sequence[tuple[str, tuple[str, ...]]]) -> list[str]:
    lines = []
    for name, villages in places:
        meant = f", dành cho bà con {', '.join(villages)}" if villages else ""
        lines.append(f"Địa điểm: {spoken(name)}{meant}.")
    return lines


def _window(facts: Announcement) -> list[str]:
    if facts.questions_from is None or facts.questions_to is None:
        return []
    return [f"Bà con gửi câu hỏi trước {day_range_words(facts.questions_from, facts.questions_to)}."]


def _telephone(by: Speaker) -> list[str]:
    return [f"Cần hỏi thêm, bà con gọi số: {phone_words(by.phone)}."] if by.phone else []


def _promised(item: Promise) -> str:
    text = spoken(item.text).rstrip(".")
    return f"Xã hứa: {text}" + (f", xong trước hết {date_words(item.due_on, weekday=False)}." if item.due_on else ".")

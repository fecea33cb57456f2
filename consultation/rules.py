"""The rules of consultations: how long one lasts, when it is late, what an opinion and a summary must hold. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from consultation.states import STEPS, Choice, Phase, State, Step, Verdict

CONSULT = "DC.CONSULT"
SUMMARY_DAYS = "consultation_summary_days"
QUESTIONS_MOST = 5
TITLE_LEAST, TITLE_MOST, ABOUT_LEAST, ABOUT_MOST = 5, 160, 20, 2000
TEXT_MOST, WORDS_MOST, POINT_MOST = 20_000, 2000, 1000
QUESTION_LEAST, QUESTION_MOST, REASON_LEAST, EXPLANATION_LEAST = 5, 300, 10, 10
COUNT_MOST, NAME_MOST = 100_000, 120
LONGEST_DAYS = 366


def subject_of(consultation_id: int) -> str:
    """Return the name under which the files of a draft are kept."""
    return f"consultation:{consultation_id}"


class Standing(Protocol):
    """What says where a consultation stands."""

    state: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class Gate:
    """An answer: ``open`` or the code of the reason why not, with the term that says so and the day it names."""

    open: bool
    code: str = ""
    term: str = ""
    on: date | None = None


def phase_of(standing: Standing, *, today: date, summary_days: int) -> Phase:
    """Return where a consultation stands on the local date ``today``; both its first and its last day take opinions.

    It is late from the day after ``summary_days`` calendar days after its last day. The law names no number of days for the
    summary (Art. 28), so that is a setting of the commune.
    """
    fixed = {State.DRAFT: Phase.DRAFT, State.CANCELLED: Phase.CANCELLED, State.PUBLISHED: Phase.DONE}
    state = State(standing.state)
    if state in fixed:
        return fixed[state]
    if today < standing.opens_on:
        return Phase.COMING
    if today <= standing.closes_on:
        return Phase.RUNNING
    return Phase.LATE if today > summary_due(standing.closes_on, summary_days) else Phase.CLOSED


def summary_due(closes_on: date, summary_days: int) -> date:
    """Return the last day for the summary."""
    return closes_on + timedelta(days=summary_days)


def may_take(step: Step, phase: Phase) -> bool:
    """Return whether the table of steps allows a step in this phase."""
    return phase in STEPS[step][0]


def length_gate(*, opens_on: date, closes_on: date, earliest_on: date) -> Gate:
    """Answer whether a consultation lasts long enough; ``earliest_on`` is the first last day that the term allows.

    Source: Law on Grassroots Democracy 2022, Art. 28(2): at least 20 days, term DC.CONSULT.
    """
    if closes_on < earliest_on:
        return Gate(open=False, code="too_short", term=CONSULT, on=earliest_on)
    if (closes_on - opens_on).days > LONGEST_DAYS:
        return Gate(open=False, code="too_long", on=opens_on + timedelta(days=LONGEST_DAYS))
    return Gate(open=True)


def prolong_gate(*, closes_on: date, to_on: date, opens_on: date) -> Gate:
    """Answer whether the last day may move: later only, so that nobody who relied on it comes too late."""
    if to_on <= closes_on:
        return Gate(open=False, code="only_later", on=closes_on)
    if (to_on - opens_on).days > LONGEST_DAYS:
        return Gate(open=False, code="too_long", on=opens_on + timedelta(days=LONGEST_DAYS))
    return Gate(open=True)


@dataclass(frozen=True, kw_only=True)
class NewConsultation:
    """A consultation as it was typed, cleaned; no ``village_ids``: it concerns the whole commune."""

    title: str
    matter: str
    about: str
    text: str
    questions: tuple[str, ...]
    opens_on: date
    closes_on: date
    ways: tuple[str, ...]
    village_ids: tuple[int, ...] = ()
    official_id: int | None = None


def draft_faults(new: NewConsultation, *, matters: Collection[str]) -> dict[str, str]:
    """Return what is wrong with a draft apart from its days: field → code."""
    faults = {
        "title": "title_short" if len(new.title) < TITLE_LEAST else "text_long" if len(new.title) > TITLE_MOST else "",
        "about": "about_short" if len(new.about) < ABOUT_LEAST else "text_long" if len(new.about) > ABOUT_MOST else "",
        "text": "text_long" if len(new.text) > TEXT_MOST else "",
        "matter": "" if new.matter in matters else "matter_unknown",
        "ways": "" if new.ways else "ways_missing",
        "official_id": "" if new.official_id else "official_missing",
        "closes_on": "closes_before" if new.closes_on < new.opens_on else "",
        **question_faults(new.questions),
    }
    return {name: code for name, code in faults.items() if code}


def question_faults(questions: Sequence[str]) -> dict[str, str]:
    """Return what is wrong with the questions: there is one to five, each a sentence, none twice."""
    if not questions:
        return {"question_1": "question_missing"}
    if len(questions) > QUESTIONS_MOST:
        return {"question_1": "questions_many"}
    if any(not QUESTION_LEAST <= len(text) <= QUESTION_MOST for text in questions):
        return {"question_1": "question_length"}
    return {"question_1": "question_twice"} if len({text.casefold() for text in questions}) < len(questions) else {}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says to one question: the choice ("": passed over) and words of their own."""

    choice: str = ""
    words: str = ""


def opinion_faults(said: Mapping[int, Said]) -> dict[str, str]:
    """Return what is wrong with an opinion (number of the question → what is said): field → code.

    One question has to be answered, "other opinion" needs its words, and words need a choice.
    """
    faults: dict[str, str] = {}
    for number, item in said.items():
        if item.choice and item.choice not in set(Choice):
            faults[f"choice_{number}"] = "choice_unknown"
        elif item.words and not item.choice:
            faults[f"choice_{number}"] = "choice_missing"
        if item.choice == Choice.OTHER and len(item.words) < 2:
            faults[f"words_{number}"] = "words_missing"
        elif len(item.words) > WORDS_MOST:
            faults[f"words_{number}"] = "words_long"
    if not faults and not any(item.choice for item in said.values()):
        faults[f"choice_{min(said, default=1)}"] = "nothing_said"
    return faults


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point of the summary: the officials' words for what ``people`` said, what is done with it, and why."""

    text: str
    people: int | None
    verdict: str
    explanation: str = ""


def point_faults(point: Point) -> dict[str, str]:
    """Return what is wrong with a point; what is not accepted, or only partly, says why (Art. 28)."""
    faults = {}
    if not 5 <= len(point.text) <= POINT_MOST:
        faults["text"] = "point_text"
    if point.people is None or not 1 <= point.people <= COUNT_MOST:
        faults["people"] = "point_people"
    if point.verdict not in set(Verdict):
        faults["verdict"] = "verdict_unknown"
    elif point.verdict != Verdict.ACCEPTED and len(point.explanation) < EXPLANATION_LEAST:
        faults["explanation"] = "explanation_missing"
    if len(point.explanation) > WORDS_MOST:
        faults["explanation"] = "text_long"
    return faults


Counts = Mapping[int, tuple[int, int, int]]
"""Number of a question → agreed, disagreed, other."""


def sheet_faults(counts: Counts, *, held_on: date, opens_on: date, closes_on: date, today: date) -> dict[str, str]:
    """Return what is wrong with counts from paper: they are some, in the time of the consultation, and not of tomorrow."""
    faults: dict[str, str] = {}
    for number, numbers in counts.items():
        for word, value in zip(("agree", "disagree", "other"), numbers, strict=True):
            if not 0 <= value <= COUNT_MOST:
                faults[f"{word}_{number}"] = "count_range"
    if not faults and not any(sum(numbers) for numbers in counts.values()):
        faults[f"agree_{min(counts, default=1)}"] = "counts_missing"
    if not opens_on <= held_on <= min(closes_on, today):
        faults["held_on"] = "held_outside"
    return faults

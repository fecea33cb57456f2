"""Why something is late: the list, when it is asked for, what is kept of what was said, and what is still missing."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

import pytest

from core.search_words import plain_text
from feedback.late_reasons import (
    FILE,
    NOTE_MOST,
    OTHER,
    UNSAID,
    Lateness,
    is_late,
    late_reasons,
    late_words,
    missing_reason,
    said_when,
)
from feedback.models import Answer, Case, PublicCase
from feedback.rules import AnswerDraft, draft_of, missing_for_answer
from feedback.services.draft_copies import FIELDS
from feedback.states import Evidence, Outcome

TODAY = date(2026, 11, 20)
LONGEST = 34
"""What stands over a bar on the narrowest phone without being cut."""
WEATHER = Lateness(reason="weather")
DONE = AnswerDraft(
    outcome=Outcome.DONE, what_was_done="Đã hàn lại lan can cầu tràn.", done_on=TODAY, done_by="Phòng Kinh tế",
    evidence=Evidence.NONE, no_evidence_reason="Chưa chụp được ảnh",
)  # fmt: skip


def test_the_list_is_short_whole_and_the_same_in_both_languages():
    with FILE.open(encoding="utf-8", newline="") as rows:
        read = list(csv.DictReader(rows))
    codes = [row["code"] for row in read]
    assert (len(codes), len(set(codes)), codes[-1]) == (8, 8, OTHER)
    assert [list(late_reasons(locale)) for locale in ("vi", "en", "fr")] == [codes] * 3
    assert late_reasons("fr") == late_reasons("vi") != late_reasons("en")


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_words_are_different_plain_and_fit_over_a_bar(locale: str):
    words = list(late_reasons(locale).values())
    assert len({plain_text(text) for text in words}) == len(words)
    assert [text for text in words if not 6 <= len(text) <= LONGEST + (2 if locale == "en" else 0)] == []
    assert [text for text in words if text != text.strip() or text.endswith(".") or not text[0].isupper()] == []


def test_every_code_fits_the_columns_that_keep_it():
    columns = [
        Answer.__table__.c.late_reason, Case.__table__.c.late_reason, PublicCase.__table__.c.late_reason,
        PublicCase.__table__.c.first_late_reason,
    ]  # fmt: skip
    most = min(column.type.length for column in columns)
    assert [code for code in late_reasons("vi") if len(code) > most or not code.isascii()] == []
    assert {Answer.__table__.c.late_note.type.length, Case.__table__.c.late_note.type.length} == {NOTE_MOST}
    assert (FIELDS["late_reason"], FIELDS["late_note"]) == (most, NOTE_MOST)


def test_the_added_line_has_no_public_column():
    assert [column.key for column in PublicCase.__table__.columns if column.key.endswith("note")] == []


@pytest.mark.parametrize(
    ("code", "locale", "words"),
    [
        ("weather", "vi", "Thời tiết hoặc thiên tai"),
        ("weather", "en", "Weather or natural disaster"),
        ("slow_start", "vi", "Nhận xử lý chậm"),
        ("", "vi", ""),
        ("", "en", ""),
        ("sick_leave", "vi", ""),  # no such reason
    ],
)
def test_words_of_a_code(code: str, locale: str, words: str):
    assert late_words(code, locale) == words


@pytest.mark.parametrize(
    ("due_on", "late"),
    [(None, False), (date(2026, 11, 21), False), (TODAY, False), (date(2026, 11, 19), True), (date(2025, 11, 20), True)],
)
def test_late_begins_on_the_day_after_the_due_date(due_on: date | None, late: bool):
    assert is_late(due_on, TODAY) is late


KEPT: list[tuple[Lateness, bool, Lateness]] = [
    (UNSAID, True, UNSAID),
    (UNSAID, False, UNSAID),
    (WEATHER, True, WEATHER),
    (WEATHER, False, UNSAID),  # in time: nothing to explain
    (Lateness(reason="weather", note="  Đường\nsạt lở "), True, Lateness(reason="weather", note="Đường sạt lở")),
    (Lateness(reason="sick_leave", note="Ốm"), True, Lateness(note="Ốm")),
    (Lateness(reason="WEATHER"), True, UNSAID),
    (Lateness(reason="other", note="x" * 300), True, Lateness(reason="other", note="x" * NOTE_MOST)),
    (Lateness(note="Chưa chọn gì"), True, Lateness(note="Chưa chọn gì")),
]


@pytest.mark.parametrize(("said", "late", "kept"), KEPT)
def test_what_is_kept_of_what_was_said(said: Lateness, late: bool, kept: Lateness):
    assert said_when(said, late=late) == kept
    assert said_when(kept, late=late) == kept  # keeping twice changes nothing


MISSING: list[tuple[Lateness, dict[str, str]]] = [
    (UNSAID, {"late_reason": "late_reason_missing"}),
    (Lateness(note="Mưa lớn"), {"late_reason": "late_reason_missing"}),
    (Lateness(reason="sick_leave"), {"late_reason": "late_reason_missing"}),
    (WEATHER, {}),
    (Lateness(reason="weather", note="Sạt lở"), {}),
    (Lateness(reason="other"), {"late_note": "late_note_missing"}),
    (Lateness(reason="other", note="   "), {"late_note": "late_note_missing"}),
    (Lateness(reason="other", note="Ốm"), {"late_note": "late_note_missing"}),
    (Lateness(reason="other", note="Mất điện cả tuần"), {}),
]


@pytest.mark.parametrize(("said", "missing"), MISSING)
def test_what_is_still_to_be_said_when_late_and_nothing_in_time(said: Lateness, missing: dict[str, str]):
    assert missing_reason(said, late=True) == missing
    assert missing_reason(said, late=False) == {}


@pytest.mark.parametrize(("said", "missing"), MISSING)
def test_evidence_gate_asks_for_it_beside_everything_else(said: Lateness, missing: dict[str, str]):
    draft = replace(DONE, late_reason=said.reason, late_note=said.note)
    assert draft.lateness == said
    assert missing_for_answer(draft, photos=0, documents=0, late=True) == missing
    assert missing_for_answer(draft, photos=0, documents=0) == {}
    bare = replace(draft, done_by="")
    assert missing_for_answer(bare, photos=0, documents=0, late=True) == {"done_by": "done_by_missing", **missing}


def test_a_kept_answer_is_read_back_with_its_reason():
    row = Answer(
        outcome="done", what_was_done=DONE.what_was_done, done_on=TODAY, done_by=DONE.done_by, evidence="none",
        no_evidence_reason=DONE.no_evidence_reason, next_step="", contact="", late_reason="other", late_note="Mất điện",
    )  # fmt: skip
    assert draft_of(row) == replace(DONE, late_reason="other", late_note="Mất điện")

"""What a letter must hold, when an answer is complete, how long one may reopen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from feedback.rules import (
    AnswerDraft,
    NewCase,
    cleaned,
    faults_of,
    last_day_to_reopen,
    lookup_lock,
    may_reopen,
    missing_for_answer,
)
from feedback.states import CaseKind, Channel, Evidence, Outcome

LETTER = NewCase(
    kind=CaseKind.REFLECTION, story="Cầu tràn hỏng lan can từ sau trận mưa.", name="Nguyễn Văn An", phone="0912 345 678"
)
ANSWER = AnswerDraft(
    outcome=Outcome.DONE,
    what_was_done="Đã hàn lại lan can cầu tràn.",
    done_on=date(2026, 11, 20),
    done_by="Phòng Kinh tế",
    evidence=Evidence.NONE,
    no_evidence_reason="Chưa chụp được ảnh",
)

FAULTS = [
    ({}, {}),
    ({"story": "Ngắn"}, {"story": "story_short"}),
    ({"story": "x" * 5001}, {"story": "story_long"}),
    ({"story": " \u200b " * 50}, {"story": "story_none"}),
    ({"name": ""}, {"name": "name_missing"}),
    ({"phone": ""}, {"phone": "phone_missing"}),
    ({"phone": "12"}, {"phone": "phone_bad"}),
    ({"phone": "", "channel": Channel.WALK_IN}, {}),
    ({"phone": "12", "channel": Channel.PAPER}, {"phone": "phone_bad"}),
    ({"email": "an@example.vn"}, {}),
    ({"email": "an@@example"}, {"email": "email_bad"}),
    ({"email": "an example.vn"}, {"email": "email_bad"}),
    ({"email": "an@localhost"}, {"email": "email_bad"}),
    ({"lat": 21.64, "lon": 106.48}, {}),
    ({"lat": 48.85, "lon": 2.35}, {"place": "place_far"}),
    ({"lat": 21.64}, {"place": "place_far"}),
    ({"lat": float("nan"), "lon": 106.0}, {"place": "place_far"}),
    ({"anonymous": True, "name": "", "phone": ""}, {}),
    ({"anonymous": True, "kind": CaseKind.PETITION}, {"anonymous": "anonymous_not_allowed"}),
]


@pytest.mark.parametrize(("changes", "faults"), FAULTS)
def test_faults_of_a_letter(changes: dict[str, object], faults: dict[str, str]):
    assert faults_of(cleaned(replace(LETTER, **changes)), anonymous_allowed=True) == faults


def test_anonymous_letters_need_the_setting():
    letter = cleaned(replace(LETTER, anonymous=True))
    assert faults_of(letter, anonymous_allowed=False) == {"anonymous": "anonymous_not_allowed"}


def test_an_anonymous_letter_keeps_no_identity():
    letter = cleaned(replace(LETTER, anonymous=True, email="an@example.vn"))
    assert (letter.name, letter.phone, letter.email) == ("", "", "")


def test_a_letter_without_subject_gets_its_first_words():
    letter = cleaned(replace(LETTER, story="Đèn đường tắt. " * 30))
    assert letter.subject.startswith("Đèn đường tắt.")
    assert len(letter.subject) <= 120


MISSING = [
    ({}, 0, 0, {}),
    ({"outcome": None}, 0, 0, {"outcome": "outcome_missing"}),
    ({"what_was_done": "Xong"}, 0, 0, {"what_was_done": "what_missing"}),
    ({"done_on": None}, 0, 0, {"done_on": "done_on_missing"}),
    ({"done_by": " "}, 0, 0, {"done_by": "done_by_missing"}),
    ({"evidence": None}, 0, 0, {"evidence": "evidence_missing"}),
    ({"no_evidence_reason": ""}, 0, 0, {"no_evidence_reason": "no_evidence_reason_missing"}),
    ({"evidence": Evidence.PHOTO}, 0, 0, {"evidence": "photo_missing"}),
    ({"evidence": Evidence.PHOTO}, 1, 0, {}),
    ({"evidence": Evidence.PHOTO}, 0, 1, {"evidence": "photo_missing"}),
    ({"evidence": Evidence.DOCUMENT}, 1, 0, {"evidence": "document_missing"}),
    ({"evidence": Evidence.DOCUMENT}, 0, 1, {}),
    ({"outcome": Outcome.PLANNED}, 0, 0, {"next_step": "next_step_missing"}),
    ({"outcome": Outcome.PARTLY, "next_step": "Làm nốt trong tháng 12"}, 0, 0, {}),
    ({"outcome": Outcome.DECLINED}, 0, 0, {"next_step": "next_step_missing", "contact": "contact_missing"}),
    ({"outcome": Outcome.DECLINED, "next_step": "Gửi Sở Xây dựng", "contact": "0205 3820 114"}, 0, 0, {}),
]


@pytest.mark.parametrize(("changes", "photos", "documents", "missing"), MISSING)
def test_the_evidence_gate(changes: dict[str, object], photos: int, documents: int, missing: dict[str, str]):
    assert missing_for_answer(replace(ANSWER, **changes), photos=photos, documents=documents) == missing


DAY = ANSWER.done_on
DAYS = [
    (Outcome.DONE, 0, {}),
    (Outcome.DONE, -1, {"done_on": "done_on_later"}),
    (Outcome.PARTLY, 0, {}),
    (Outcome.PARTLY, -1, {"done_on": "done_on_later"}),
    (Outcome.PLANNED, -1, {}),
    (Outcome.PLANNED, 0, {"done_on": "planned_on_past"}),
    (Outcome.PLANNED, 1, {"done_on": "planned_on_past"}),
    (Outcome.DECLINED, -1, {}),
    (Outcome.DECLINED, 1, {}),
    (None, -1, {"outcome": "outcome_missing"}),
]


@pytest.mark.parametrize(("outcome", "shift", "missing"), DAYS)
def test_what_was_done_is_not_after_today_and_a_promise_is(outcome: Outcome | None, shift: int, missing: dict[str, str]):
    written = replace(ANSWER, outcome=outcome, next_step="Báo lại", contact="Phòng Kinh tế")
    today = DAY + timedelta(days=shift)
    assert missing_for_answer(written, photos=0, documents=0, today=today) == missing
    assert "done_on" not in missing_for_answer(written, photos=0, documents=0)
    undated = missing_for_answer(replace(written, done_on=None), photos=0, documents=0, today=today)
    assert undated["done_on"] == "done_on_missing"


REOPENING = [
    (1, date(2026, 11, 2), date(2026, 11, 17), True),  # the fifteenth day
    (1, date(2026, 11, 2), date(2026, 11, 18), False),  # one day later
    (2, date(2026, 11, 2), date(2026, 11, 3), False),  # the second time
    (1, None, date(2026, 11, 3), False),  # nothing was answered
]


@pytest.mark.parametrize(("round_number", "issued_on", "today", "expected"), REOPENING)
def test_a_case_is_reopened_once_within_its_days(round_number: int, issued_on: date | None, today: date, expected: bool):
    assert may_reopen(round_number=round_number, issued_on=issued_on, today=today, reopen_days=15) is expected


def test_the_last_day_to_reopen_is_counted_in_calendar_days():
    assert last_day_to_reopen(date(2026, 11, 20), reopen_days=15) == date(2026, 12, 5)


@pytest.mark.parametrize(("failed", "minutes"), [(0, None), (4, None), (5, 1), (6, 1), (7, 5), (9, 30), (11, 120), (500, 120)])
def test_lookups_are_locked_for_longer_and_longer(failed: int, minutes: int | None):
    assert lookup_lock(failed) == (None if minutes is None else timedelta(minutes=minutes))

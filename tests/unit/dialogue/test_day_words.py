"""The words of the hall, the minutes and the promises in both languages, as they were read and found good."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from core.config import ROOT
from dialogue.commitment_phrases import (
    CHANNELS,
    ENTRIES,
    REFUSALS,
    SENTENCES,
    entry_label,
    refusal,
    sentence,
    state_label,
    step_label,
)
from dialogue.commitment_states import CommitmentState, CommitmentStep
from dialogue.day_phrases import STEPS, TURNS

STATES_OF_PROMISES = [
    ("draft", "Bản nháp", "Draft"),
    ("open", "Đang làm", "In progress"),
    ("done", "Đã báo làm xong", "Reported as done"),
    ("confirmed", "Người hỏi xác nhận đã xong", "Confirmed by those who asked"),
    ("disputed", "Người hỏi chưa đồng ý", "Those who asked do not agree"),
    ("withdrawn", "Thôi thực hiện", "Withdrawn"),
    ("overdue", "Quá hạn", "Overdue"),
]
BUTTONS = [
    ("progress", "Báo tiến độ", "Report progress"),
    ("move", "Dời hạn", "Move the date"),
    ("done", "Báo đã làm xong", "Report as done"),
    ("confirm", "Người hỏi xác nhận đã xong", "Confirmed by those who asked"),
    ("dispute", "Người hỏi chưa đồng ý", "Those who asked do not agree"),
    ("withdraw", "Thôi thực hiện", "Withdraw"),
]
OF_THE_HALL = [
    (TURNS, "waiting", "Đang chờ", "Waiting"),
    (ENTRIES, "withdraw", "Thôi thực hiện", "Withdrawn"),
    (ENTRIES, "reply", "Đã trả lời ý kiến giám sát", "Supervision remark answered"),
    (TURNS, "shortlist", "Sắp mời", "Next"),
    (TURNS, "speaking", "Đang nói", "Speaking"),
    (TURNS, "answered", "Đã trả lời", "Answered"),
    (TURNS, "follow_up", "Trả lời sau", "To be followed up"),
    (TURNS, "left", "Không nói nữa", "Does not speak"),
    (STEPS, "back", "Để chờ", "Back to the queue"),
    (STEPS, "start", "Mời nói", "Call up"),
    (CHANNELS, "media", "Đài truyền thanh, trang thông tin", "Loudspeaker, website"),
    (CHANNELS, "posted", "Niêm yết tại trụ sở", "Posted at the office"),
    (CHANNELS, "village_heads", "Gửi trưởng các thôn", "Sent to the village heads"),
    (ENTRIES, "open", "Đã hứa trong thông báo kết luận", "Promised in the conclusions"),
    (ENTRIES, "remark", "Ý kiến giám sát của Mặt trận Tổ quốc", "Supervision remark of the Fatherland Front"),
]
SAID = [
    ("commitment_text_missing", "Write exactly what was promised: what, where, how much."),
    ("commitment_owner_missing",
     "Choose the department and the person responsible: a commitment that nobody owns is not published."),
    ("commitment_date_missing", "Write the date, or let it be counted from the day of the conclusions."),
    ("commitment_evidence_missing", "Write what will be shown to people when it is done."),
    ("commitment_gaps", "A commitment lacks its owner, date or evidence, so nothing can be published yet."),
    ("commitment_date_past", "This date has passed. Choose today or later."),
    ("commitment_same_date", "This is still the old date. Choose another."),
    ("commitment_done_on", "The day must lie between the conclusions and today."),
    ("minutes_gap_end", "It must end after it begins."),
    ("minutes_empty", "The minutes hold no item yet."),
    ("part_too_large", "This is more than all people present."),
    ("turn_minutes", "A turn lasts 1 to 60 minutes."),
]  # fmt: skip


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    """Speak Vietnamese inside an application that knows both languages and nothing else."""
    app = Flask("words")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app, default_locale="vi")
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(("state", "vietnamese", "english"), STATES_OF_PROMISES)
def test_state_of_a_promise_is_said_in_both_languages(state: str, vietnamese: str, english: str):
    assert state_label(state) == vietnamese
    with force_locale("en"):
        assert state_label(state) == english


@pytest.mark.parametrize(("step", "vietnamese", "english"), BUTTONS)
def test_button_of_a_promise_says_what_it_does(step: str, vietnamese: str, english: str):
    assert (step_label(step), entry_label(step)) == (vietnamese, vietnamese if step != "progress" else "Tiến độ")
    with force_locale("en"):
        assert step_label(step) == english


@pytest.mark.parametrize(("table", "word", "vietnamese", "english"), OF_THE_HALL)
def test_hall_and_channels_speak_both_languages(table: dict, word: str, vietnamese: str, english: str):
    assert str(table[word]) == vietnamese
    with force_locale("en"):
        assert str(table[word]) == english


def test_tables_of_words_are_whole():
    assert {state for state, *_rest in STATES_OF_PROMISES} == {state.value for state in CommitmentState} | {"overdue"}
    assert {step for step, *_rest in BUTTONS} == {step.value for step in CommitmentStep} - {"open"}


@pytest.mark.parametrize(("code", "english"), SAID)
def test_fault_is_said_in_english_as_it_was_read(code: str, english: str):
    with force_locale("en"):
        assert sentence(code) == english


@pytest.mark.parametrize("code", [*SENTENCES, *REFUSALS])
def test_every_fault_and_refusal_is_a_whole_sentence_in_both_languages(code: str):
    speak = sentence if code in SENTENCES else refusal
    vietnamese = speak(code)
    with force_locale("en"):
        english = speak(code)
    assert vietnamese != english
    for said in (vietnamese, english):
        assert (said[0].isupper(), said[-1], "  " in said, "%(" in said) == (True, ".", False, False)


@pytest.mark.parametrize("code", ["channels_missing", "minutes_missing"])
def test_what_the_law_demands_names_its_article(code: str):
    speak = sentence if code in SENTENCES else refusal
    assert "Luật Tổ chức chính quyền địa phương 2025, Điều 43" in speak(code)
    with force_locale("en"):
        assert "Law on Local Government 2025, Art. 43" in speak(code)


def test_unknown_codes_still_say_something():
    assert refusal("something_new") == "Lúc này không làm được bước này."
    assert sentence("text_long") == "Nội dung dài quá. Hãy rút gọn."
    assert entry_label("something_new") == "something_new"
    with force_locale("en"):
        assert refusal("something_new") == "This step cannot be taken now."

"""Every word of the vocabularies has its phrase, and every step that turns a letter away has its grounds."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pytest
from flask import Flask
from flask_babel import Babel

from feedback import phrases
from feedback.states import TURNED_AWAY, Action, AnswerState, CaseKind, CaseState, Channel, Evidence, Outcome

TABLES = [
    (phrases.KINDS, CaseKind), (phrases.KIND_HINTS, CaseKind), (phrases.STATES, CaseState), (phrases.STATE_HINTS, CaseState),
    (phrases.CHANNELS, Channel), (phrases.ANSWER_STATES, AnswerState), (phrases.OUTCOMES, Outcome), (phrases.EVIDENCES, Evidence),
]  # fmt: skip


@pytest.fixture
def speaking():
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    with app.app_context():
        yield


@pytest.mark.parametrize(("words", "vocabulary"), TABLES)
def test_phrases_cover_the_vocabulary_exactly(words: dict, vocabulary: type[StrEnum]) -> None:
    assert list(words) == list(vocabulary)


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        (phrases.kind_label, "KIEN_NGHI", "Kiến nghị"),
        (phrases.state_label, CaseState.REOPENED, "Mở lại"),
        (phrases.state_hint, "closed", "Việc đã kết thúc."),
        (phrases.channel_label, "paper", "Đơn giấy"),
        (phrases.answer_state_label, "sent_back", "Trả lại để sửa"),
        (phrases.outcome_label, "planned", "Sẽ làm, có ngày hẹn"),
        (phrases.outcome_label, "", ""),
        (phrases.evidence_label, "none", "Không có, ghi rõ lý do"),
        (phrases.state_label, "something_else", "something_else"),
    ],
)
def test_label_says_the_word(speaking: None, label, value: str, expected: str) -> None:
    assert label(value) == expected


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("transferred", "Đã chuyển ngày 28/11/2026"),
        ("guided", "Đã hướng dẫn ngày 28/11/2026"),
        ("returned", "Đã trả lại ngày 28/11/2026"),
        ("refused", "Đã từ chối ngày 28/11/2026"),
        ("not_accepted", "Đã báo không thụ lý ngày 28/11/2026"),
        ("answered", "Đã trả lời ngày 28/11/2026"),
        ("closed", "Đã trả lời ngày 28/11/2026"),
    ],
)
def test_only_an_answer_is_called_one_on_the_day_it_ended(speaking: None, state: str, words: str) -> None:
    assert phrases.ended_text(state, date(2026, 11, 28)) == words


def test_everybody_who_was_turned_away_reads_how() -> None:
    assert set(phrases.ENDED_ON) >= TURNED_AWAY


@pytest.mark.parametrize("action", [Action.TRANSFER, Action.GUIDE, Action.RETURN, Action.REFUSE])
def test_every_turning_away_has_grounds_with_an_article(speaking: None, action: Action) -> None:
    grounds = phrases.grounds_for(action)
    assert grounds
    assert [ground.code for ground in grounds if "Điều" not in ground.article or not str(ground.words).endswith(".")] == []


def test_other_steps_have_no_grounds() -> None:
    assert phrases.grounds_for(Action.ACCEPT) == ()


def test_grounds_have_codes_of_their_own() -> None:
    codes = [ground.code for ground in phrases.GROUNDS]
    assert len(set(codes)) == len(codes)


def test_ground_text_names_the_article(speaking: None) -> None:
    assert phrases.ground_text("nothing_new") == (
        "Kiến nghị, phản ánh này đã được trả lời và không có tình tiết mới. "
        "Theo Luật Tiếp công dân 2013, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4."
    )
    assert phrases.ground_text("unknown") == ""


@pytest.mark.parametrize(
    ("name", "kind", "done", "decided", "expected"),
    [
        ("received", "KIEN_NGHI", True, False, "Xã đã nhận đơn"),
        ("accepted", "KIEN_NGHI", True, False, "Đã nhận giải quyết (thụ lý)"),
        ("accepted", "KIEN_NGHI", False, False, "Phân loại và báo có nhận giải quyết không"),
        ("answered", "PHAN_ANH", False, False, "Xã trả lời"),
        ("accepted", "KHIEU_NAI", True, False, "Đã thụ lý khiếu nại"),
        ("accepted", "KHIEU_NAI", False, False, "Xã báo thụ lý hay không thụ lý"),
        ("answered", "KHIEU_NAI", False, False, "Xác minh và quyết định"),
        ("answered", "KHIEU_NAI", False, True, "Gửi quyết định"),
        ("answered", "KHIEU_NAI", True, True, "Đã gửi quyết định"),
        ("reopened", "KHIEU_NAI", True, False, "Mở lại vì người gửi chưa hài lòng"),
        ("in_force", "KHIEU_NAI", True, False, "Quyết định có hiệu lực"),
    ],
)
@pytest.mark.usefixtures("speaking")
def test_a_station_is_called_alike_on_the_page_and_in_the_feed(name: str, kind: str, done: bool, decided: bool, expected: str):
    assert phrases.public_station_label(name, kind=kind, done=done, decided=decided) == expected


@pytest.mark.usefixtures("speaking")
def test_a_word_of_a_station_stands_in_one_table_alone():
    words = [str(text) for pair in phrases.STATIONS.values() for text in set(map(str, pair))]
    assert len(set(words)) == len(words)

"""The words of commitments and of the day's papers: every refusal has a sentence, and papers say what was written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from dialogue import commitment_phrases as phrases
from dialogue.commitment_rules import Fulfilment, Promise, faults_of_fulfilment, gaps_of
from dialogue.minute_models import Minutes
from dialogue.minute_rules import CHANNELS, Head, Item, faults_of_head, faults_of_item, gaps_of_minutes
from dialogue.queries.commitments import CommitmentLine
from dialogue.queries.minutes import attendance_words, opening_words
from feedback.forms.faults import SENTENCES as LETTERS
from tests.house import tree

RAISED = re.compile(r'WrongState\("([a-z_]+)"')
BLAMED = re.compile(r'\{"[a-z_]+": "([a-z_]+)"')
SERVICES = [path for path in tree.room_files() if tree.inside(path, "dialogue/services")]
PLANNING = {"title_missing", "content_missing", "ends_before_it_starts", "in_the_past", "chair_unknown"}


def codes(pattern: re.Pattern[str]) -> set[str]:
    """Return every code that a command of this package raises with these words."""
    own = ("commitment", "remarks", "minutes", "conclusions", "turns")
    return {code for path in SERVICES if path.stem.startswith(own) for code in pattern.findall(tree.text(path))}


def test_every_impossible_step_says_the_rule():
    assert codes(RAISED) - set(phrases.REFUSALS) == set()


def test_every_fault_has_a_sentence():
    found = codes(BLAMED) | set(gaps_of(Promise(text="")).values())
    found |= set(faults_of_fulfilment(Fulfilment(text=""), today=date(2027, 1, 1), opened_on=date(2027, 1, 1)).values())
    found |= set(gaps_of_minutes(Head(), items=0).values()) | set(faults_of_head(Head(women=1)).values())
    found |= set(
        faults_of_item(Item(client_id="", promised=True, promise_due_on=date(2026, 1, 1)), held_on=date(2026, 1, 2)).values()
    )
    assert found - set(phrases.SENTENCES) - set(LETTERS) - PLANNING == set()


def test_channels_of_the_law_have_words():
    assert set(phrases.CHANNELS) == set(CHANNELS)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"attended": None}, ""),
        ({"attended": 0}, "0 người"),
        ({"attended": 120}, "120 người"),
        ({"attended": 120, "women": 52}, "120 người, trong đó 52 nữ"),
        ({"attended": 120, "minority": 98}, "120 người, trong đó 98 người dân tộc thiểu số"),
        ({"attended": 120, "women": 0, "minority": 0}, "120 người, trong đó 0 nữ"),
        (
            {"attended": 120, "women": 52, "minority": 98},
            "120 người, trong đó 52 nữ, 98 người dân tộc thiểu số",
        ),
        ({"attended": 9, "by_village": "Nà Lìa: 4\n\n Khuổi Mươi: 5 "}, "9 người; theo thôn: Nà Lìa: 4; Khuổi Mươi: 5"),
    ],
)
def test_attendance_is_told_as_it_was_counted(numbers: dict[str, object], words: str):
    assert attendance_words(Minutes(**{"by_village": "", **numbers})) == words


def line(**changes: object) -> CommitmentLine:
    values = {
        "id": 1, "code": "7K3MP-9QXTR", "dialogue_id": 1, "dialogue_title": "Đối thoại", "held_on": date(2026, 12, 15),
        "state": "open", "text": "Đặt 04 thùng rác\ntại chợ", "department": "Phòng Kinh tế", "post": "", "overdue": False,
        "due_on": date(2027, 1, 15), "first_due_on": date(2027, 1, 15), "soon": False, "days_late": 0, "done_on": None,
        "official_id": 1,
    }  # fmt: skip
    return CommitmentLine(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({}, "đang làm."),
        ({"state": "done"}, "đã báo làm xong."),
        ({"state": "confirmed"}, "đã xong, người hỏi xác nhận."),
        ({"state": "disputed"}, "người hỏi chưa đồng ý."),
        ({"state": "withdrawn"}, "thôi thực hiện, có nêu lý do."),
        ({"days_late": 5, "overdue": True}, "quá hạn 5 ngày."),
        ({"state": "disputed", "days_late": 2, "overdue": True}, "quá hạn 2 ngày."),
    ],
)
def test_the_minutes_open_with_how_each_promise_stands(changes: dict[str, object], end: str):
    said = opening_words([line(**changes)])
    assert said == f"1. Đặt 04 thùng rác tại chợ (Phòng Kinh tế, hạn 15/01/2027): {end}"


@pytest.mark.parametrize(
    ("locale", "english", "name"),
    [
        ("vi", "Economic Division", "Phòng Kinh tế"),
        ("en", "Economic Division", "Economic Division"),
        ("en", "", "Phòng Kinh tế"),
    ],
)
def test_the_department_is_named_in_the_readers_language_where_it_has_a_name_in_it(locale: str, english: str, name: str):
    app = Flask("words")
    Babel(app, default_locale="vi")
    with app.test_request_context("/"), force_locale(locale):
        assert phrases.department_label(line(department_en=english)) == name


@pytest.mark.parametrize(
    ("state", "overdue", "look"),
    [
        ("open", False, "open"),
        ("open", True, "overdue"),
        ("disputed", True, "disputed"),
        ("done", False, "done"),
        ("withdrawn", False, "withdrawn"),
    ],
)
def test_a_late_promise_looks_late_and_a_disputed_one_disputed(state: str, overdue: bool, look: str):
    assert line(state=state, overdue=overdue).look == look


def test_several_promises_are_numbered():
    said = opening_words([line(), line(text="Mở đường")]).splitlines()
    assert [text.split(" ")[0] for text in said] == ["1.", "2."]
    assert opening_words([]) == ""


def test_moments_of_the_head_are_aware():
    with pytest.raises(TypeError):
        gaps_of_minutes(
            Head(
                place="x", chairs="x", secretary="x", attended=1,
                started_at=datetime(2026, 12, 15, 8, 0),
                ended_at=datetime(2026, 12, 15, 11, 0, tzinfo=UTC),
            ),
            items=1,
        )  # fmt: skip

"""What an announcement becomes in a feed: its title, its moments and its summary, state by state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from core.i18n import use_locale
from dialogue.queries.dialogues import Amended, DialogueView, Move, Place
from feedback.queries.traces import Change
from reporting import feeds

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
VIEW = DialogueView(
    id=7, code="2Q7X4-9KM3P", version=1, sequence=0, kind="commune_conference", satisfies=("commune_conference",),
    form="in_person", state="announced", title="Đối thoại cuối năm", content="Đường liên thôn, rác thải.", how_to_join="",
    chairs=("Lương Văn Sơn, Chủ tịch",), chair_ids=(3,), chair_words="", held_on=date(2026, 12, 15),
    starts_at=datetime(2026, 12, 15, 1, 0, tzinfo=UTC), ends_at=datetime(2026, 12, 15, 4, 0, tzinfo=UTC),
    places=(Place(name="Hội trường", address="", villages=(), village_ids=(), seats=None),), seats=None, questions_from=None,
    questions_to=None, ad_hoc_reason="", cancel_reason="", announced_on=date(2026, 11, 20), concluded_on=None, created_at=AT,
    touched_at=AT + timedelta(days=3), moves=(), record=None,
)  # fmt: skip
MOVE = Move(at=AT + timedelta(days=2), from_at=VIEW.starts_at, to_at=VIEW.starts_at + timedelta(days=7), reason="Mưa lũ")
AMENDED = Amended(at=AT + timedelta(days=5), changed=("hours",), reason="Trùng phiên chợ")
KEY = "doi-thoai/2Q7X4-9KM3P"
STATES: list[tuple[dict[str, Any], list[tuple[str, str, str]]]] = [
    # what changed of the view → key, title, updated (local) of each entry
    ({}, [(KEY, "Đối thoại cuối năm", "2026-11-20T00:00")]),
    ({"state": "in_session"}, [(KEY, "Đối thoại cuối năm", "2026-11-20T00:00")]),
    ({"moves": (MOVE,)}, [(KEY, "Đã dời ngày: Đối thoại cuối năm", "2026-11-22T09:00")]),
    ({"amendments": (AMENDED,)}, [(KEY, "Đối thoại cuối năm", "2026-11-25T09:00")]),
    ({"moves": (MOVE,), "amendments": (AMENDED,)}, [(KEY, "Đã dời ngày: Đối thoại cuối năm", "2026-11-25T09:00")]),
    ({"state": "cancelled"}, [(KEY, "Đã hủy: Đối thoại cuối năm", "2026-11-23T09:00")]),
    ({"state": "cancelled", "moves": (MOVE,)}, [(KEY, "Đã hủy: Đối thoại cuối năm", "2026-11-23T09:00")]),
    (
        {"state": "concluded", "concluded_on": date(2026, 12, 22)},
        [
            (KEY, "Đối thoại cuối năm", "2026-11-20T00:00"),
            (f"{KEY}/ket-qua", "Đã công bố kết quả đối thoại: Đối thoại cuối năm", "2026-12-22T00:00"),
        ],
    ),
    ({"announced_on": None}, [(KEY, "Đối thoại cuối năm", "2026-12-15T00:00")]),
]
CHANGE = Change(
    code="7K3MP-9QXTR", title="Cầu tràn hỏng lan can", kind="PHAN_ANH", state="answered", overdue=False, field_id=None,
    village_id=None, beginning="Lan can gãy từ sau trận mưa. " * 20, answered="", shown_at=AT, changed_at=AT + timedelta(hours=1),
)  # fmt: skip


@pytest.fixture
def words(sqlite_app: Flask):
    """Enter the application, in Vietnamese."""
    with sqlite_app.app_context(), use_locale("vi"):
        yield sqlite_app


def test_a_dialogue_is_told_as_it_stands(words: Flask):
    for changes, wanted in STATES:
        entries = feeds.dialogue_entries(replace(VIEW, **changes))
        assert [(entry.key, entry.title, f"{entry.updated:%Y-%m-%dT%H:%M}") for entry in entries] == wanted, changes
        assert {entry.updated.utcoffset() for entry in entries} == {timedelta(hours=7)}
        assert {entry.url.rpartition("/")[2] for entry in entries} == {VIEW.code}
    check_summary(feeds.dialogue_entries(VIEW)[0].summary)
    check_case_entries(words)


def check_summary(summary: str) -> None:
    """Hour and day in Vietnam, the place, and the first words; nobody who chairs is named."""
    assert summary == "08:00, 15/12/2026 · Hội trường · Đường liên thôn, rác thải."
    assert "Lương" not in summary


def check_case_entries(app: Flask) -> None:
    """State, first words, and the answer's where there is one; long texts are cut at a word; English where it is asked for."""
    table = {
        "": ({}, "Đã trả lời. Lan can gãy"), "late": ({"overdue": True, "state": "in_progress"}, "Quá hạn. Lan can gãy"),
        "unknown": ({"state": "received"}, "Mới nhận. Lan can gãy"),
    }  # fmt: skip
    for changes, beginning in table.values():
        summary = feeds._case_entry(replace(CHANGE, **changes), ({}, {})).summary
        assert (summary.startswith(beginning), summary.endswith("…"), len(summary) < 280) == (True, True, True)
    answered = feeds._case_entry(replace(CHANGE, beginning="Lan can gãy.", answered="Đã hàn xong."), ({}, {}))
    assert answered.summary == "Đã trả lời. Lan can gãy. Xã trả lời: Đã hàn xong."
    with use_locale("en"):
        english = feeds._case_entry(replace(CHANGE, beginning="Lan can gãy.", answered="Đã hàn xong."), ({}, {}))
    assert english.summary == "Answered. Lan can gãy. The commune answers: Đã hàn xong."

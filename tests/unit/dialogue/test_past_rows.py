"""Rows of a list of past dialogues: which are good, what is said of the others, and which two are the same."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dialogue.past_import import COLUMNS, MOST_ROWS, UnreadableList, _day, _dialogue, _faults, _number, _rows

TODAY = date(2026, 11, 20)
ROW = {
    "kind": "leader_dialogue", "date": "2025-11-14", "title": "Đối thoại năm 2025", "content": "", "place": "",
    "attended": "", "conclusion": "",
}  # fmt: skip
KINDS = "kind must be one of commune_conference, leader_dialogue, pre_decision_hearing"
HEAD = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, []),
        ({"date": "14/11/2025"}, []),
        ({"date": " 2025-11-14 "}, []),
        ({"date": "2026-11-19"}, []),
        ({"date": "1990-01-01"}, []),
        ({"attended": " 86 "}, []),
        ({"attended": "0"}, []),
        ({"attended": "100000"}, []),
        ({"title": "x" * 160, "place": "y" * 160, "content": "z" * 20_000, "conclusion": "z" * 20_000}, []),
        ({"kind": ""}, [KINDS]),
        ({"kind": "LEADER_DIALOGUE"}, [KINDS]),
        ({"date": ""}, ["date must be written 2025-11-14 or 14/11/2025"]),
        ({"date": "2025-02-30"}, ["date must be written 2025-11-14 or 14/11/2025"]),
        ({"date": "11/2025"}, ["date must be written 2025-11-14 or 14/11/2025"]),
        ({"date": "2026-11-20"}, ["date must lie in the past"]),
        ({"date": "2027-01-01"}, ["date must lie in the past"]),
        ({"date": "1989-12-31"}, ["date must not be before 1990-01-01"]),
        ({"title": " \t"}, ["title is missing"]),
        ({"title": "\u200b"}, ["title is missing"]),
        ({"title": "x" * 161}, ["title is longer than 160 characters"]),
        ({"place": "x" * 161}, ["place is longer than 160 characters"]),
        ({"content": "x" * 20_001}, ["content is longer than 20000 characters"]),
        ({"conclusion": "x" * 20_001}, ["conclusion is longer than 20000 characters"]),
        ({"attended": "-1"}, ["attended must be a whole number up to 100000"]),
        ({"attended": "8,6"}, ["attended must be a whole number up to 100000"]),
        ({"attended": "٨٦"}, ["attended must be a whole number up to 100000"]),
        ({"attended": "100001"}, ["attended must be a whole number up to 100000"]),
        ({"attended": "9" * 40}, ["attended must be a whole number up to 100000"]),
        ({"kind": "x", "date": "x", "title": ""}, [KINDS, "date must be written 2025-11-14 or 14/11/2025", "title is missing"]),
    ],
)
def test_a_row_is_good_or_says_everything_that_is_wrong_with_it(changes: dict[str, str], reasons: list[str]):
    assert list(_faults({**ROW, **changes}, today=TODAY)) == reasons


def test_a_good_row_becomes_a_dialogue_of_that_day():
    past = _dialogue({**ROW, "content": " Nước sạch ", "place": " Hội  trường ", "attended": "86", "conclusion": "1. Sửa cầu."})
    assert (past.held_on, past.starts_at) == (date(2025, 11, 14), datetime(2025, 11, 14, 1, 0, tzinfo=UTC))
    assert (past.content, past.place, past.attended, past.conclusion) == ("Nước sạch", "Hội trường", 86, "1. Sửa cầu.")
    assert _dialogue(ROW).content == "Đối thoại năm 2025"  # a dialogue without content is about what its title says


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"title": "ĐỐI THOẠI  năm 2025"}, True),
        ({"date": "14/11/2025"}, True),
        ({"attended": "86", "conclusion": "khác", "place": "khác"}, True),
        ({"title": "Đối thoại năm 2024"}, False),
        ({"date": "2025-11-15"}, False),
        ({"kind": "commune_conference"}, False),
    ],
)
def test_two_rows_are_the_same_dialogue_by_kind_day_and_title(changes: dict[str, str], same: bool):
    assert (_dialogue(ROW).key == _dialogue({**ROW, **changes}).key) is same


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (f"{HEAD}\n", []),
        (f"{HEAD}\nleader_dialogue,2025-11-14,A,,,,\n", [2]),
        (f"{HEAD}\r\nleader_dialogue,2025-11-14,A,,,,\r\n\r\nleader_dialogue,2025-11-15,B,,,,\r\n", [2, 4]),
        (f'{HEAD}\nleader_dialogue,2025-11-14,A,,,,"1\n2\n3"\nleader_dialogue,2025-11-15,B,,,,\n', [4, 5]),
        ("Title,DATE, kind \nA,2025-11-14,leader_dialogue\n", [2]),
        (f"{HEAD},more\nleader_dialogue,2025-11-14,A,,,,,x,y,z\n", [2]),
        (f"{HEAD}\nleader_dialogue\n", [2]),
    ],
)
def test_lines_are_counted_as_an_editor_counts_them(raw: str, lines: list[int]):
    found = list(_rows(raw.encode("utf-8-sig")))
    assert [line for line, _row in found] == lines
    assert all(set(row) == set(COLUMNS) for _line, row in found)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "must name the columns"),
        (b"\xff\xfe", "not UTF-8"),
        (b"kind,title\n", "missing: date"),
        (b"a,b,c\n1,2,3\n", "missing: kind, date, title"),
        (f"{HEAD}\n{'leader_dialogue,2025-11-14,A,,,,' + chr(10)}".encode() * 1 + b"x,,,,,,\n" * MOST_ROWS, "split the file"),
        (f"{HEAD}\nleader_dialogue,2025-11-14,{'x' * 140_000},,,,\n".encode(), "Line"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(raw: bytes, words: str):
    with pytest.raises(UnreadableList, match=words):
        list(_rows(raw))


def test_days_and_numbers_are_read_as_people_write_them():
    assert [_day(text) for text in ("2025-11-14", "14/11/2025", " 14/11/2025 ", "14.11.2025", "")] == [
        date(2025, 11, 14), date(2025, 11, 14), date(2025, 11, 14), None, None,
    ]  # fmt: skip
    assert [_number(text) for text in ("86", " 7 ", "", "1e3", "100001")] == [86, 7, None, None, None]

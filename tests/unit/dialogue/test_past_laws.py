"""Laws of a list of past dialogues: what a spreadsheet may do to a row, the borders of every column, what is kept of it."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import clean_text
from dialogue.past_import import COLUMNS, MOST_ROWS, UnreadableList, _day, _dialogue, _faults, _number, _rows
from tests.unit.dialogue.test_past_rows import ROW, TODAY

LAW = settings(max_examples=40, deadline=None)
CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n,;\"'"), max_size=60)
WORDS = CELL.filter(lambda text: bool(clean_text(text).strip()))
DAY_WRONG = "date must be written 2025-11-14 or 14/11/2025"
COUNT_WRONG = "attended must be a whole number up to 100000"


def written(*rows: dict[str, str], dialect: str = "excel", heads: tuple[str, ...] = COLUMNS) -> bytes:
    """Return a list as a spreadsheet writes it."""
    file = io.StringIO(newline="")
    table = csv.DictWriter(file, heads, dialect=dialect, extrasaction="ignore")
    table.writeheader()
    table.writerows(rows)
    return file.getvalue().encode()


@LAW
@given(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELL)))
def test_a_cell_comes_in_as_it_was_written(row: dict[str, str]):
    for dialect in ("excel", "unix"):
        ((_line, found),) = _rows(written(row, dialect=dialect))
        assert found == row


@LAW
@given(st.permutations(COLUMNS))
def test_the_order_of_the_columns_is_free(heads: list[str]):
    row = {name: f"{name} 1" for name in COLUMNS}
    assert [found for _line, found in _rows(written(row, heads=tuple(heads)))] == [row]


@pytest.mark.parametrize(
    "head",
    [
        "kind,date,title", "KIND,Date,Title", " kind , date\t, title ", '"kind","date","title"', "\u200bkind,date,ti\u00adtle",
        "title,place,kind,note,date",
    ],
)  # fmt: skip
def test_heads_are_known_in_any_capitals_spaces_and_quotes(head: str):
    assert list(_rows(f"{head}\n".encode())) == []


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("kind;date;title\n", "missing: kind, date, title."),
        ("kind\tdate\ttitle\n", "missing: kind, date, title."),
        ("\nkind,date,title\n", "missing"),
        ("loại,ngày,tên\n", "missing: kind, date, title."),
        ("kind,date\n", "missing: title."),
        ("title,date\n", "missing: kind."),
        ("kind,date,title," + "x" * 140_000 + "\n", "Line"),
    ],
)
def test_a_first_line_that_names_no_columns_is_told(raw: str, sentence: str):
    with pytest.raises(UnreadableList) as refused:
        list(_rows(raw.encode()))
    assert sentence in str(refused.value)


@pytest.mark.parametrize(("rows", "taken"), [(0, True), (1, True), (MOST_ROWS, True), (MOST_ROWS + 1, False)])
def test_a_file_of_two_thousand_rows_is_taken_and_one_more_is_not(rows: int, taken: bool):
    raw = b"kind,date,title\n" + b"leader_dialogue,2025-11-14,A\n" * rows
    if taken:
        assert len(list(_rows(raw))) == rows
        return
    with pytest.raises(UnreadableList, match="More than 2000 rows; split the file"):
        list(_rows(raw))


@LAW
@given(st.dates(date(1990, 1, 1), TODAY - timedelta(days=1)))
def test_a_day_is_the_same_day_in_both_writings(day: date):
    assert _day(f"{day:%Y-%m-%d}") == _day(f"{day:%d/%m/%Y}") == _day(f"{day.day}/{day.month}/{day.year}") == day
    assert list(_faults({**ROW, "date": f" {day:%d/%m/%Y} "}, today=TODAY)) == []
    past = _dialogue({**ROW, "date": f"{day:%d/%m/%Y}"})
    assert past.held_on == day
    assert (past.starts_at + timedelta(hours=7)).date() == day, "08:00 in Vietnam, or 09:00 by the clock of another time"


@pytest.mark.parametrize(
    "typed",
    [
        "14-11-2025", "2025/11/14", "14/11", "14/11/25", "20251114", "11/14/2025", "2025-13-01", "31/04/2025", "29/02/2025",
        "0000-01-01", "14/11/2025 08:00", "Thứ Sáu", "45975", "=TODAY()",
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_read_is_said_once(typed: str):
    assert (_day(typed), list(_faults({**ROW, "date": typed}, today=TODAY))) == (None, [DAY_WRONG])


@pytest.mark.parametrize("day", ["29/02/2024", "2000-02-29", "01/01/1990", "2026-11-19"])
def test_leap_days_and_both_borders_are_good(day: str):
    assert list(_faults({**ROW, "date": day}, today=TODAY)) == []


@LAW
@given(st.integers(min_value=0, max_value=100_000))
def test_a_number_of_people_is_read_as_it_is(number: int):
    assert _number(f" {number} ") == number
    assert _dialogue({**ROW, "attended": str(number)}).attended == number


@pytest.mark.parametrize("typed", ["1.200", "1,200", "86 người", "khoảng 100", "+86", "8.0", "0x10", "²", "1_000", "100001"])
def test_what_is_no_plain_number_is_refused(typed: str):
    assert (_number(typed), list(_faults({**ROW, "attended": typed}, today=TODAY))) == (None, [COUNT_WRONG])


@pytest.mark.parametrize("typed", ["", "  ", "\t"])
def test_nobody_counted_is_no_number_and_no_fault(typed: str):
    assert list(_faults({**ROW, "attended": typed}, today=TODAY)) == []
    assert _dialogue({**ROW, "attended": typed}).attended is None


@pytest.mark.parametrize(("name", "most"), [("title", 160), ("place", 160), ("content", 20_000), ("conclusion", 20_000)])
def test_a_length_is_that_of_what_is_kept(name: str, most: int):
    full = "ế" * most
    as_a_mac_writes_it = unicodedata.normalize("NFD", full)
    assert len(as_a_mac_writes_it) == 3 * most
    for text in (full, as_a_mac_writes_it, f"  {full} \r\n", full[:-2] + " \t  x"):
        row = {**ROW, name: text}
        assert list(_faults(row, today=TODAY)) == []
        assert len(getattr(_dialogue(row), name)) <= most
    for text in (full + "x", "\u0958" * (most // 2 + 1)):  # the last doubles when it is brought into its normal form
        assert list(_faults({**ROW, name: text}, today=TODAY)) == [f"{name} is longer than {most} characters"]


@LAW
@given(WORDS, st.sampled_from(["NFC", "NFD"]))
def test_the_same_dialogue_is_known_again_in_any_spelling(title: str, form: str):
    one, other = {**ROW, "title": clean_text(title)}, {**ROW, "title": f"  {unicodedata.normalize(form, title)}\t"}
    assert _dialogue(one).key == _dialogue(other).key
    assert len(_dialogue(one).key) == 64


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "Đối thoại 1"}, {"title": "Đối thoại 11"}),
        ({"date": "2025-01-11"}, {"date": "2025-11-01"}),
        ({"date": "01/02/2025"}, {"date": "02/01/2025"}),
        ({"kind": "leader_dialogue"}, {"kind": "pre_decision_hearing"}),
    ],
)
def test_two_dialogues_are_never_taken_for_one(one: dict[str, str], other: dict[str, str]):
    assert _dialogue({**ROW, **one}).key != _dialogue({**ROW, **other}).key


@LAW
@given(CELL, CELL)
def test_a_dialogue_is_always_about_something(title: str, content: str):
    row = {**ROW, "title": title, "content": content}
    if "title is missing" in list(_faults(row, today=TODAY)):
        return
    past = _dialogue(row)
    assert past.title
    assert past.content == (clean_text(content) or past.title)


@pytest.mark.parametrize(
    ("today", "day", "reasons"),
    [
        (date(2026, 1, 1), "2025-12-31", []),
        (date(2026, 1, 1), "2026-01-01", ["date must lie in the past"]),
        (date(2024, 3, 1), "29/02/2024", []),
        (date(2024, 2, 29), "29/02/2024", ["date must lie in the past"]),
    ],
)
def test_past_ends_yesterday(today: date, day: str, reasons: list[str]):
    assert list(_faults({**ROW, "date": day}, today=today)) == reasons


def test_the_hour_that_nobody_knows_is_eight_in_the_morning():
    assert _dialogue({**ROW, "date": "30/04/2020"}).starts_at == datetime(2020, 4, 30, 1, tzinfo=UTC)

"""Reading calendar files: every bad row is told with its line and reason, and then nothing is taken."""

from datetime import date
from pathlib import Path

import pytest

from deadlines.calendar import DayKind, SpecialDay
from deadlines.reference import (
    BadCalendarFile,
    assemble,
    doubtful_holidays,
    fits,
    missing_holidays,
    parse_day,
    read_days,
    shipped_calendar,
)
from tests.makers_deadlines import day, make_plan, special

HEAD = "date,kind,name_vi,name_en,document,uncertain\n"
GOOD = "2028-01-01,statutory,Tết Dương lịch,New Year's Day,Điều 112,\n"


@pytest.fixture
def file(tmp_path: Path):
    """Return a writer of calendar files."""

    def write(text: str, *, encoding: str = "utf-8") -> Path:
        path = tmp_path / "lich.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def bad_rows(path: Path, year: int = 2028) -> list[tuple[int, str, str]]:
    with pytest.raises(BadCalendarFile) as refused:
        read_days(path, year=year)
    return [(row.line, row.reason, row.value) for row in refused.value.rows]


def test_good_file_is_read_in_the_order_of_its_days(file):
    days = read_days(file(HEAD + "02/09/2028,statutory,Quốc khánh,,Điều 112,\n" + GOOD), year=2028)
    assert [(item.on, item.kind, item.name_vi, item.name_en, item.uncertain) for item in days] == [
        (date(2028, 1, 1), DayKind.STATUTORY, "Tết Dương lịch", "New Year's Day", False),
        (date(2028, 9, 2), DayKind.STATUTORY, "Quốc khánh", "Quốc khánh", False),
    ]


def test_uncertain_day_is_marked(file):
    assert [item.uncertain for item in read_days(file(HEAD + GOOD.replace("112,", "112,y")), year=2028)] == [True]


def test_column_of_uncertain_days_may_be_missing(file):
    text = HEAD.replace(",uncertain", "") + GOOD.replace(",\n", "\n")
    assert len(read_days(file(text), year=2028)) == 1


def test_file_saved_by_a_spreadsheet_with_a_byte_order_mark_is_read(file):
    assert len(read_days(file(HEAD + GOOD, encoding="utf-8-sig"), year=2028)) == 1


@pytest.mark.parametrize(
    ("row", "reason", "value"),
    [
        ("2028-02-30,statutory,Tết,,Điều 112,", "bad_date", "2028-02-30"),
        ("30/02/2028,statutory,Tết,,Điều 112,", "bad_date", "30/02/2028"),
        ("ngày mai,statutory,Tết,,Điều 112,", "bad_date", "ngày mai"),
        (",statutory,Tết,,Điều 112,", "bad_date", ""),
        ("2027-01-01,statutory,Tết,,Điều 112,", "other_year", "2027-01-01"),
        ("2028-02-01,holiday,Tết,,Điều 112,", "unknown_kind", "holiday"),
        ("2028-02-01,,Tết,,Điều 112,", "unknown_kind", ""),
        ("2028-02-01,local,Hội làng,,Điều 112,", "unknown_kind", "local"),
        ("2028-02-01,ordinary,Ngày thường,,Điều 112,", "unknown_kind", "ordinary"),
        ("2028-02-01,working,Làm bù,,Điều 112,", "wrong_weekday", "2028-02-01"),
        ("2028-02-05,compensatory,Nghỉ bù,,Điều 112,", "wrong_weekday", "2028-02-05"),
        ("2028-02-06,swap_off,Nghỉ hoán đổi,,Điều 112,", "wrong_weekday", "2028-02-06"),
        ("2028-02-01,statutory,,Tet,Điều 112,", "no_name_vi", "2028-02-01"),
        ("2028-02-01,statutory,Tết,Tet,,", "no_document", "2028-02-01"),
        ("2028-01-01,statutory,Lại Tết,Again,Điều 112,", "twice", "2028-01-01"),
    ],
)
def test_bad_row_is_told_with_its_line_and_reason(file, row, reason, value):
    assert bad_rows(file(HEAD + GOOD + row + "\n")) == [(3, reason, value)]


def test_all_bad_rows_are_told_at_once(file):
    text = HEAD + "x,statutory,Tết,,Điều 112,\n" + GOOD + "2028-02-01,feast,Tết,,Điều 112,\n"
    assert bad_rows(file(text)) == [(2, "bad_date", "x"), (4, "unknown_kind", "feast")]


def test_missing_column_is_told_by_its_name(file):
    assert bad_rows(file("date,kind,name_vi\n2028-01-01,statutory,Tết\n")) == [
        (1, "missing_column", "name_en"),
        (1, "missing_column", "document"),
    ]


@pytest.mark.parametrize(("text", "reason"), [(HEAD, "empty"), ("", "missing_column")])
def test_empty_file_is_refused(file, text, reason):
    assert {row[1] for row in bad_rows(file(text))} == {reason}


def test_file_that_is_not_utf8_is_refused(file):
    assert bad_rows(file(HEAD + GOOD, encoding="utf-16")) == [(1, "not_utf8", "")]


def test_file_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_days(tmp_path / "nothing.csv", year=2028)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        ("24/11/2026", date(2026, 11, 24)),
        ("4/1/2027", date(2027, 1, 4)),
        ("04-01-2027", date(2027, 1, 4)),
        ("4.1.2027", date(2027, 1, 4)),
        (" 2026-11-24 ", date(2026, 11, 24)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_days_are_read_as_people_write_them(text, expected):
    assert parse_day(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-31",
        "29/02/2026",
        "24/11/26",
        "11/24/2026",
        "20261124",
        "2026-W48-2",
        "hôm nay",
        "2026-11-24T00:00",
        "٢٠٢٦-١١-٢٤",
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        parse_day(text)


@pytest.mark.parametrize(
    ("kind", "on", "may"),
    [
        ("statutory", "Sun 26/04/2026", True),
        ("statutory", "Tue 24/11/2026", True),
        ("compensatory", "Mon 27/04/2026", True),
        ("compensatory", "Sun 26/04/2026", False),
        ("swap_off", "Mon 31/08/2026", True),
        ("swap_off", "Sat 29/08/2026", False),
        ("working", "Sat 22/08/2026", True),
        ("working", "Sun 23/08/2026", True),
        ("working", "Mon 24/08/2026", False),
        ("local", "Tue 10/03/2026", True),
        ("local", "Sat 14/03/2026", False),
        ("ordinary", "Sat 14/03/2026", True),
    ],
)
def test_kinds_fit_weekdays(kind, on, may):
    assert fits(DayKind(kind), day(on)) is may


def test_missing_holidays_show_a_file_that_was_cut_short():
    assert [on.isoformat() for on in missing_holidays([special("Fri 01/01/2027")], year=2027)] == [
        "2027-04-30", "2027-05-01", "2027-09-02", "2027-11-24",
    ]  # fmt: skip
    assert [on.isoformat() for on in missing_holidays([special("Wed 01/01/2025")], year=2025)] == [
        "2025-04-30",
        "2025-05-01",
        "2025-09-02",
    ]


TET = [special(f"{on}/02/2026", name="Nghỉ Tết Âm lịch") for on in ("Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20")]
FOREFATHERS = special("Sun 26/04/2026", name="Giỗ tổ")
NATIONAL_DAY = [special(on, name="QUỐC KHÁNH") for on in ("Tue 01/09/2026", "Wed 02/09/2026")]
NEW_YEAR = special("Thu 01/01/2026", name="Tết Dương lịch")
WHOLE = [NEW_YEAR, *TET, FOREFATHERS, *NATIONAL_DAY]


def of_tet(on: str) -> SpecialDay:
    return special(on, name="Tết Nguyên đán")


@pytest.mark.parametrize(
    ("days", "known", "doubts"),
    [
        (WHOLE, [], []),
        (WHOLE, [of_tet("Sat 25/01/2025"), of_tet("Thu 04/02/2027")], []),
        (WHOLE, [of_tet("Sun 16/02/2025")], [("Tết Nguyên đán", date(2026, 2, 16), date(2025, 2, 16))]),
        (WHOLE, [of_tet("Tue 16/02/2027")], [("Tết Nguyên đán", date(2026, 2, 16), date(2027, 2, 16))]),
        ([*WHOLE, of_tet("Sat 14/02/2026")], [], [("Tết Nguyên đán", 6, 5)]),
        ([NEW_YEAR, *TET, *NATIONAL_DAY], [], [("Giỗ Tổ Hùng Vương", 0, 1)]),
        (
            [NEW_YEAR, *TET, special("Thu 16/04/2026", name="Giỗ Tổ Hùng Vương"), *NATIONAL_DAY], [],
            [("Giỗ Tổ Hùng Vương", date(2026, 4, 16), date(2026, 2, 16))],
        ),
        ([NEW_YEAR], [], [("Tết Nguyên đán", 0, 5), ("Giỗ Tổ Hùng Vương", 0, 1), ("Quốc khánh", 0, 2)]),
    ],
)  # fmt: skip
def test_tet_that_cannot_be_right_is_doubted(days, known, doubts):
    found = doubtful_holidays(days, year=2026, known=known)
    assert [(doubt.name, doubt.on or doubt.number, doubt.since or doubt.expected) for doubt in found] == doubts


def test_holiday_that_the_file_makes_a_working_day_counts_as_missing():
    assert date(2027, 5, 1) in list(missing_holidays([special("Sat 01/05/2027", "working")], year=2027))


def test_calendar_is_assembled_from_years_in_any_order():
    calendar = assemble("v", [make_plan(2027, provisional=True), make_plan(2026)])
    assert (calendar.first, calendar.last, calendar.provisional_years, calendar.version) == (
        date(2026, 1, 1), date(2027, 12, 31), frozenset({2027}), "v",
    )  # fmt: skip


@pytest.mark.parametrize("years", [[], [2026, 2028], [2025, 2026, 2028]])
def test_calendar_with_a_gap_is_refused(years):
    with pytest.raises(ValueError, match="without a gap"):
        assemble("v", [make_plan(year) for year in years])


def test_shipped_calendar_is_the_same_every_time():
    assert shipped_calendar() == shipped_calendar()

"""Laws of the calendar file for any dialogue: it is well-formed, loses no letter, and lets nobody write a line of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from core.text import clean_line, clean_text
from dialogue.ics import calendar_of
from dialogue.queries.dialogues import Place
from tests.makers_planning import read_calendar
from tests.unit.dialogue.test_calendar_file import HALL, HOUSE, VIEW, event, raw

LAW = settings(max_examples=25, deadline=None)
LETTERS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n,;:\"'ếộườ🙂ữ \t"), min_size=1, max_size=120
).filter(lambda text: "\\" not in text)  # fmt: skip
"""Without the backslash, whose writing the small reader of these tests does not undo; it has rows of its own."""
LINE, TEXT = LETTERS.map(clean_line).filter(bool), LETTERS.map(clean_text).filter(bool)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31, 12), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)


@LAW
@given(title=LINE, content=TEXT, how_to_join=TEXT)
def test_no_letter_is_lost_whatever_is_written(title: str, content: str, how_to_join: str):
    lines = event(title=title, content=content, how_to_join=how_to_join).lines
    assert (lines["SUMMARY"], lines["DESCRIPTION"]) == (title, f"{content}\n\n{how_to_join}")


@LAW
@given(title=LINE, content=TEXT)
def test_words_never_become_lines_of_the_calendar(title: str, content: str):
    part = event(title=title, content=content)
    assert list(part.lines) == list(event().lines)
    assert part.lines["UID"] == "7K3MP-9QXTR@xa-06505.gandan"


@pytest.mark.parametrize(
    "words",
    [
        "Hết\nEND:VEVENT\nEND:VCALENDAR", "x\nATTACH:https://kẻ-xấu.example/vi-rút", "x\nUID:của-người-khác", "x;VALUE=DATE:1",
        "BEGIN:VALARM", "\\nUID:giả", "x\\", "\\\\;", 'TZID="Asia/Ho_Chi_Minh":', "METHOD:CANCEL", "{{ 7*7 }}", "%2C %3B",
    ],
)  # fmt: skip
def test_hostile_words_stay_words(words: str):
    written = raw(replace(VIEW, title=words, content=words, how_to_join=words))
    (part,) = read_calendar(written).named("VEVENT")
    assert list(part.lines) == list(event().lines)
    assert (part.lines["UID"], part.lines["STATUS"], part.parts) == ("7K3MP-9QXTR@xa-06505.gandan", "CONFIRMED", [])
    assert len(Calendar.from_ical(written).walk("VEVENT")) == 1


@LAW
@given(starts_at=MOMENTS, minutes=st.integers(min_value=1, max_value=12 * 60))
def test_a_moment_is_written_seven_hours_ahead_of_utc_in_every_season(starts_at: datetime, minutes: int):
    part = event(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))
    begins, ends = (datetime.strptime(part.lines[name], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) for name in ("DTSTART", "DTEND"))
    assert (begins - starts_at, ends - begins) == (timedelta(hours=7), timedelta(minutes=minutes))
    assert part.parameters["DTSTART"] == part.parameters["DTEND"] == "TZID=Asia/Ho_Chi_Minh"


@LAW
@given(touched_at=MOMENTS, sequence=st.integers(min_value=0, max_value=10_000))
def test_the_stamp_is_the_last_change_and_never_the_hour_of_reading(touched_at: datetime, sequence: int):
    lines = event(touched_at=touched_at, sequence=sequence).lines
    assert lines["DTSTAMP"] == lines["LAST-MODIFIED"] == f"{touched_at:%Y%m%dT%H%M%SZ}"
    assert lines["SEQUENCE"] == str(sequence)


@LAW
@given(st.lists(st.from_regex(r"[0-9A-Z]{5}-[0-9A-Z]{5}", fullmatch=True), max_size=6, unique=True))
def test_each_dialogue_of_a_list_has_its_own_name_and_page(codes: list[str]):
    parts = read_calendar(raw(*(replace(VIEW, code=code) for code in codes))).named("VEVENT")
    assert [part.lines["UID"] for part in parts] == [f"{code}@xa-06505.gandan" for code in codes]
    assert [part.lines["URL"] for part in parts] == [f"https://xa.example/doi-thoai/{code}" for code in codes]


@LAW
@given(st.lists(st.builds(Place, name=LINE, address=LINE | st.just(""), villages=st.just(()), village_ids=st.just(()),
                          seats=st.none()), min_size=1, max_size=4))  # fmt: skip
def test_every_place_is_named_with_its_address(places: list[Place]):
    location = event(places=tuple(places)).lines["LOCATION"]
    assert location == "; ".join(f"{place.name}, {place.address}" if place.address else place.name for place in places)


@pytest.mark.parametrize(
    ("cancel_reason", "content", "how_to_join", "description"),
    [
        ("", "A", "B", "A\n\nB"),
        ("Bão", "A", "B", "Bão\n\nA\n\nB"),
        ("Bão", "A", "", "Bão\n\nA"),
        ("", "A", "", "A"),
        ("", "", "B", "B"),
    ],
)
def test_a_description_has_no_empty_beginning_or_end(cancel_reason: str, content: str, how_to_join: str, description: str):
    lines = event(cancel_reason=cancel_reason, content=content, how_to_join=how_to_join).lines
    assert lines["DESCRIPTION"] == description


@pytest.mark.parametrize(
    "private",
    [
        {"chairs": ("Nông Thị Sim, Chủ tịch",), "chair_ids": (4,)}, {"ad_hoc_reason": "Lý do nội bộ"}, {"version": 99},
        {"seats": 120}, {"satisfies": ("leader_dialogue",)}, {"id": 12345},
    ],
)  # fmt: skip
def test_a_calendar_tells_time_place_and_content_and_nothing_of_the_office(private: dict[str, object]):
    assert raw(replace(VIEW, **private)) == raw(VIEW)


def test_a_calendar_needs_one_page_for_each_dialogue():
    named = {"name": "Đối thoại", "domain": "xa-1.gandan"}
    with pytest.raises(ValueError, match="shorter"):
        calendar_of([VIEW, VIEW], addresses=["https://xa.example/1"], **named)
    with pytest.raises(ValueError, match="longer"):
        calendar_of([VIEW], addresses=["https://xa.example/1", "https://xa.example/2"], **named)


def test_a_cancelled_dialogue_keeps_its_time_and_its_place():
    gone, there = event(state="cancelled", places=(HALL, HOUSE)).lines, event(places=(HALL, HOUSE)).lines
    assert {name for name in gone if gone[name] != there[name]} == {"STATUS"}

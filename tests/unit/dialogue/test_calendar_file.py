"""The calendar file by the letter: what stands in it for every shape of a dialogue; nothing in it depends on the hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from dialogue.ics import calendar_of
from dialogue.queries.dialogues import DialogueView, Move, Place, Record
from tests.makers_planning import Part, read_calendar

STARTS = datetime(2026, 12, 15, 1, 0, tzinfo=UTC)
HALL = Place(name="Hội trường xã", address="Trung tâm xã", villages=(), village_ids=(), seats=120)
HOUSE = Place(name="Nhà văn hóa thôn Nà Lìa", address="", villages=("Thôn Nà Lìa",), village_ids=(3,), seats=None)
VIEW = DialogueView(
    id=7, code="7K3MP-9QXTR", version=2, sequence=0, kind="commune_conference", satisfies=("commune_conference",),
    form="in_person", state="announced", title="Đối thoại cuối năm", content="Đường liên thôn.", how_to_join="Đến dự.",
    chairs=(), chair_ids=(), chair_words="", held_on=date(2026, 12, 15), starts_at=STARTS, ends_at=STARTS + timedelta(hours=3),
    places=(HALL,), seats=None, questions_from=None, questions_to=None, ad_hoc_reason="", cancel_reason="",
    announced_on=date(2026, 11, 20), concluded_on=None, created_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
    touched_at=datetime(2026, 11, 20, 2, 30, tzinfo=UTC), moves=(), record=None,
)  # fmt: skip


def raw(*views: DialogueView, name: str = "Đối thoại – Xã Vạn Linh", domain: str = "xa-06505.gandan") -> bytes:
    return calendar_of(views, name=name, addresses=[f"https://xa.example/doi-thoai/{view.code}" for view in views], domain=domain)


def event(**changes: Any) -> Part:
    (found,) = read_calendar(raw(replace(VIEW, **changes))).named("VEVENT")
    return found


def test_whole_file_of_one_dialogue_is_what_the_standard_asks_for():
    assert raw(VIEW).decode().replace("\r\n", "\n") == (
        "BEGIN:VCALENDAR\n"
        "VERSION:2.0\n"
        "PRODID:-//Gan Dan//Doi thoai//VI\n"
        "CALSCALE:GREGORIAN\n"
        "METHOD:PUBLISH\n"
        "X-WR-CALNAME:Đối thoại – Xã Vạn Linh\n"
        "X-PUBLISHED-TTL:PT12H\n"
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh\n"
        "BEGIN:VTIMEZONE\n"
        "TZID:Asia/Ho_Chi_Minh\n"
        "BEGIN:STANDARD\n"
        "DTSTART:19750613T000000\n"
        "TZNAME:+07\n"
        "TZOFFSETFROM:+0700\n"
        "TZOFFSETTO:+0700\n"
        "END:STANDARD\n"
        "END:VTIMEZONE\n"
        "BEGIN:VEVENT\n"
        "SUMMARY:Đối thoại cuối năm\n"
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20261215T080000\n"
        "DTEND;TZID=Asia/Ho_Chi_Minh:20261215T110000\n"
        "DTSTAMP:20261120T023000Z\n"
        "UID:7K3MP-9QXTR@xa-06505.gandan\n"
        "SEQUENCE:0\n"
        "CREATED:20261120T020000Z\n"
        "DESCRIPTION:Đường liên thôn.\\n\\nĐến dự.\n"
        "LAST-MODIFIED:20261120T023000Z\n"
        "LOCATION:Hội trường xã\\, Trung tâm xã\n"
        "STATUS:CONFIRMED\n"
        "TRANSP:OPAQUE\n"
        "URL:https://xa.example/doi-thoai/7K3MP-9QXTR\n"
        "END:VEVENT\n"
        "END:VCALENDAR\n"
    )


def test_same_dialogues_give_the_same_bytes_and_the_order_is_that_of_the_list():
    other = replace(VIEW, code="9QXTR-7K3MP", title="Buổi khác")
    assert raw(VIEW, other) == raw(VIEW, other)
    assert [part.lines["SUMMARY"] for part in read_calendar(raw(other, VIEW)).named("VEVENT")] == [
        "Buổi khác", "Đối thoại cuối năm",
    ]  # fmt: skip
    assert read_calendar(raw()).named("VEVENT") == []


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("announced", "CONFIRMED"), ("in_session", "CONFIRMED"), ("held", "CONFIRMED"), ("concluded", "CONFIRMED"),
        ("cancelled", "CANCELLED"),
    ],
)  # fmt: skip
def test_only_what_was_called_off_is_cancelled(state: str, status: str):
    assert event(state=state).lines["STATUS"] == status


def test_a_move_changes_time_and_sequence_and_never_the_name():
    later = STARTS + timedelta(days=7)
    move = Move(at=VIEW.touched_at, from_at=STARTS, to_at=later, reason="Bão")
    moved = event(
        starts_at=later, ends_at=later + timedelta(hours=3), sequence=1, moves=(move,),
        touched_at=VIEW.touched_at + timedelta(hours=1),
    )  # fmt: skip
    first = event()
    assert (first.lines["UID"], first.lines["SEQUENCE"]) == (moved.lines["UID"], "0")
    assert (moved.lines["SEQUENCE"], moved.lines["DTSTART"]) == ("1", "20261222T080000")
    assert (moved.lines["LAST-MODIFIED"], moved.lines["CREATED"]) == ("20261120T033000Z", first.lines["CREATED"])


def test_two_communes_never_share_a_name():
    here, there = (read_calendar(raw(VIEW, domain=domain)).named("VEVENT")[0] for domain in ("xa-1.gandan", "xa-2.gandan"))
    assert here.lines["UID"] != there.lines["UID"]


@pytest.mark.parametrize(
    ("places", "location"),
    [
        ((), None),
        ((HOUSE,), "Nhà văn hóa thôn Nà Lìa"),
        ((HALL, HOUSE), "Hội trường xã, Trung tâm xã; Nhà văn hóa thôn Nà Lìa"),
    ],
)
def test_every_place_is_named_and_none_is_no_line(places: tuple[Place, ...], location: str | None):
    assert event(places=places).lines.get("LOCATION") == location


@pytest.mark.parametrize(
    "text",
    [
        "Một; hai, ba", "Dòng một\nDòng hai", "Gạch \\ chéo", 'Dấu "nháy" và: hai chấm', "ường" * 60, "BEGIN:VEVENT\nUID:giả",
        "a" * 74 + "ế", "Đ" * 37 + "!", "🙂" * 30,
    ],
)  # fmt: skip
def test_any_text_comes_back_as_it_was_written(text: str):
    written = raw(replace(VIEW, content=text, how_to_join="", title="Buổi"))
    (own,) = read_calendar(written).named("VEVENT")
    (theirs,) = Calendar.from_ical(written).walk("VEVENT")
    assert own.lines["DESCRIPTION"] == str(theirs["description"]) == text


def test_a_description_begins_with_why_it_was_called_off():
    gone = event(state="cancelled", cancel_reason="Bão số 12", how_to_join="")
    assert gone.lines["DESCRIPTION"] == "Bão số 12\n\nĐường liên thôn."


def test_a_past_dialogue_of_unknown_hours_is_a_whole_day():
    past = event(record=Record(attended=86, conclusion=""), state="held")
    assert (past.lines["DTSTART"], past.parameters["DTSTART"], "DTEND" in past.lines) == ("20261215", "VALUE=DATE", False)


@pytest.mark.parametrize(
    ("starts_at", "local"),
    [
        (datetime(2026, 12, 14, 17, 0, tzinfo=UTC), "20261215T000000"),
        (datetime(2026, 12, 14, 16, 59, tzinfo=UTC), "20261214T235900"),
        (datetime(2026, 12, 31, 18, 30, tzinfo=UTC), "20270101T013000"),
    ],
)
def test_times_are_those_of_vietnam(starts_at: datetime, local: str):
    assert event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)).lines["DTSTART"] == local

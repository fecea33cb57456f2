"""Calendar files, read by the icalendar package and by a second reader: time zone, UID, SEQUENCE, CANCELLED, ETag."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from icalendar import Calendar

from core.database import use_unit
from tests.makers import Commune
from tests.makers_dialogue import announced_dialogue, plan_dialogue, read_dialogue
from tests.makers_planning import LATER, REASON, at_hour, cancel, postpone, read_calendar

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
LONG = "Đường liên thôn; rác thải, nước sạch.\n" + "Việc xã đã hứa năm trước: " + "cầu tràn, " * 20


def test_a_file_is_read_alike_by_both_readers(app: Flask, home: Commune, at: Callable[[str], datetime]):
    at("2026-11-20 09:00")
    client = app.test_client()
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home, content=LONG)
        code = read_dialogue(dialogue_id).code
    answer = client.get(f"/doi-thoai/{code}.ics")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")

    whole = Calendar.from_ical(answer.data)
    event = whole.walk("VEVENT")[0]
    assert event.decoded("dtstart") == datetime(2026, 12, 15, 8, tzinfo=HERE)
    assert event.decoded("dtend") == datetime(2026, 12, 15, 11, tzinfo=HERE)
    assert event.decoded("dtstart").utcoffset() == timedelta(hours=7)
    assert (str(event["uid"]), int(event["sequence"]), str(event["status"])) == (f"{code}@xa-06505.gandan", 0, "CONFIRMED")
    assert str(event["location"]) == "Hội trường Ủy ban nhân dân xã, Trung tâm xã Vạn Linh"
    zone = whole.walk("VTIMEZONE")[0]
    assert (str(zone["tzid"]), zone.walk("STANDARD")[0].decoded("tzoffsetto")) == ("Asia/Ho_Chi_Minh", timedelta(hours=7))

    own = read_calendar(answer.data)
    (vevent,), (vzone,) = own.named("VEVENT"), own.named("VTIMEZONE")
    assert (own.lines["VERSION"], own.lines["METHOD"], vzone.lines["TZID"]) == ("2.0", "PUBLISH", "Asia/Ho_Chi_Minh")
    assert vzone.named("STANDARD")[0].lines["TZOFFSETTO"] == "+0700"
    assert (vevent.lines["DTSTART"], vevent.parameters["DTSTART"]) == ("20261215T080000", "TZID=Asia/Ho_Chi_Minh")
    assert (vevent.lines["DTEND"], vevent.lines["SEQUENCE"], vevent.lines["STATUS"]) == ("20261215T110000", "0", "CONFIRMED")
    assert vevent.lines["DTSTAMP"] == "20261120T020000Z"
    assert vevent.lines["UID"] == str(event["uid"])
    assert vevent.lines["SUMMARY"] == str(event["summary"]) == "Đối thoại cuối năm với người dân ba cụm thôn"
    assert vevent.lines["DESCRIPTION"] == str(event["description"])
    assert vevent.lines["DESCRIPTION"].startswith("Đường liên thôn; rác thải, nước sạch.\nViệc xã đã hứa")
    assert vevent.lines["URL"].endswith(f"/doi-thoai/{code}")


def test_the_feed_follows_moves_and_cancellations_and_keeps_its_names(app: Flask, home: Commune, at: Callable[[str], datetime]):
    at("2026-11-20 09:00")
    client = app.test_client()
    assert read_calendar(client.get("/doi-thoai/lich.ics").data).named("VEVENT") == []
    with app.app_context(), use_unit(home.unit_id):
        plan_dialogue(home, title="Chỉ mới trong kế hoạch", places=())
        moved, gone = (
            announced_dialogue(home),
            announced_dialogue(home, title="Buổi sẽ hủy", **at_hour(LATER + timedelta(days=1))),
        )
    before = client.get("/doi-thoai/lich.ics")
    names = {event.lines["SUMMARY"]: event.lines["UID"] for event in read_calendar(before.data).named("VEVENT")}
    assert len(names) == 2
    again = client.get("/doi-thoai/lich.ics", headers={"If-None-Match": before.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")

    with app.app_context(), use_unit(home.unit_id):
        postpone(home, moved)
        cancel(home, gone)
    after = client.get("/doi-thoai/lich.ics", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    events = {event.lines["SUMMARY"]: event for event in read_calendar(after.data).named("VEVENT")}
    assert {title: event.lines["UID"] for title, event in events.items()} == names
    told = {title: (event.lines["SEQUENCE"], event.lines["STATUS"], event.lines["DTSTART"]) for title, event in events.items()}
    assert told == {
        "Đối thoại cuối năm với người dân ba cụm thôn": ("1", "CONFIRMED", "20261222T080000"),
        "Buổi sẽ hủy": ("1", "CANCELLED", "20261223T080000"),
    }
    assert events["Buổi sẽ hủy"].lines["DESCRIPTION"].startswith(REASON)
    both = {str(event["uid"]): int(event["sequence"]) for event in Calendar.from_ical(after.data).walk("VEVENT")}
    assert both == dict.fromkeys(names.values(), 1)
    listed = client.get("/doi-thoai").text
    assert "webcal://localhost/doi-thoai/lich.ics" in listed
    assert date(2026, 12, 22).strftime("%d/%m/%Y") in listed

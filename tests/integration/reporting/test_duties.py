"""Dialogues, reception days and commitments as of a day, and how the board tells them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from flask import Flask
from flask.testing import FlaskClient

from core.transaction import transaction
from dialogue.reception_models import ReceptionDay
from dialogue.services.reception_days import moment
from reporting import duties
from reporting.duty_measures import PromiseTally
from tests.makers import Commune, inside
from tests.makers_minutes import CONCLUDED_AT, concluded, done, promise, take
from tests.makers_public import make_public
from tests.makers_reception import DAY_AT, RECEIVES_ON, hold_day, public_day

FIRST_ON = RECEIVES_ON.replace(day=1)
LAST_ON = RECEIVES_ON.replace(day=31)
CONCLUDED_ON = CONCLUDED_AT.date()
DAY = timedelta(days=1)


def test_duties_stand_on_each_day_as_they_stood_then(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        kept, late = concluded(home, promise(home), promise(home, text="Sửa đèn đường."))
        take("report_done", kept, actor=home.officer, at=CONCLUDED_AT + 9 * DAY, done=done(done_on=CONCLUDED_ON + 3 * DAY))
        moved = {"to_on": CONCLUDED_ON + 60 * DAY, "reason": "Chờ vật tư về kho"}
        take("move_date", late, actor=home.leader, at=CONCLUDED_AT + 2 * DAY, **moved)
        hold_day(home, public_day(home), at=DAY_AT)

        def promises(days: int) -> PromiseTally:
            return duties.duties_of(home.unit_id, first_on=FIRST_ON, last_on=CONCLUDED_ON + days * DAY).promises

        assert [promises(-1), promises(0), promises(3)] == [
            PromiseTally(), PromiseTally(made=2, owed=2), PromiseTally(made=2, kept=1, in_time=1, owed=1),
        ]  # fmt: skip
        assert promises(61) == PromiseTally(made=2, kept=1, in_time=1, owed=1, overdue=1)

        whole = duties.duties_of(home.unit_id, first_on=FIRST_ON, last_on=LAST_ON)
        assert {(item.kind, item.held) for item in whole.dialogues} == {("commune_conference", 1), ("leader_dialogue", 1)}
        (chair,) = whole.reception
        assert (chair.kind, chair.held, chair.owed >= 1, chair.met) == ("chair", 1, True, chair.owed <= 1)
        long_ago = duties.duties_of(home.unit_id, first_on=FIRST_ON.replace(year=2012), last_on=LAST_ON.replace(year=2012))
        assert (long_ago.shown, {item.owed for item in long_ago.dialogues}) == ((), {0})  # no rule was in force, none was held
        before = duties.duties_of(home.unit_id, first_on=FIRST_ON, last_on=FIRST_ON)
        assert (before.reception, {item.held for item in before.dialogues}) == ((), {0})
    page = client.get("/cong-khai?ky=2026-11").text
    assert ("Đối thoại, tiếp dân, cam kết" in page, "Chưa có cam kết nào tại đối thoại" in page) == (True, True)


def test_months_before_and_after_the_change_of_the_law_owe_what_their_own_law_asked(app: Flask, home: Commune):
    """One day a week until 30 June 2026 (May: Mondays 4, 11, 18, 25; June: 1, 8, 15, 22, 29), two a month from July."""
    with inside(app, unit_id=home.unit_id):
        with transaction() as session:
            for on in (date(2026, 5, 4), date(2026, 6, 1), date(2026, 7, 10)):
                begins = moment(on, time(8))
                session.add(
                    ReceptionDay(
                        unit_id=home.unit_id, kind="chair", state="held", held_on=on, starts_at=begins, touched_at=begins,
                        ends_at=begins + timedelta(hours=3), slot_minutes=30, receiver="Chủ tịch", place="Phòng tiếp dân",
                        published_on=on - timedelta(days=10), reason="",
                    )
                )  # fmt: skip
        spans = [("2026-05-01", "2026-05-31"), ("2026-06-01", "2026-06-30"), ("2026-07-01", "2026-07-31")]
        spans += [("2026-05-01", "2026-07-31"), ("2026-01-01", "2026-12-31")]
        owed = []
        for first, last in spans:
            (chair,) = duties.duties_of(
                home.unit_id, first_on=date.fromisoformat(first), last_on=date.fromisoformat(last)
            ).reception
            owed.append((chair.held, chair.owed))
    assert owed == [(1, 4), (1, 5), (1, 2), (3, 11), (3, 21)]


LINES = re.compile(
    r"<dt><a href=\"[^\"]+\">([^<]+)</a></dt><dd>.*?đã (?:tiếp|tổ chức) (\d+) (?:ngày|buổi); quy định ít nhất (\d+) "
)
KEPT = re.compile(r"<b>(\d+)</b><a href=\"[^\"]+\">(cam kết đã giữ|xong đúng ngày hứa đầu tiên|cam kết quá hẹn)</a>")
NAMES = {"cam kết đã giữ": "kept", "xong đúng ngày hứa đầu tiên": "in_time", "cam kết quá hẹn": "overdue"}


def test_page_and_api_tell_the_same_duties_and_promises(
    app: Flask, client: FlaskClient, home: Commune, at: Callable[[str], datetime]
):  # fmt: skip
    """For this year and for months of it, as of several days; the API tells the period, too."""
    with inside(app, unit_id=home.unit_id):
        kept, _late = concluded(home, promise(home), promise(home, text="Sửa đèn đường."))
        take("report_done", kept, actor=home.officer, at=CONCLUDED_AT + 9 * DAY, done=done(done_on=CONCLUDED_ON + 3 * DAY))
        hold_day(home, public_day(home), at=DAY_AT)
        make_public(home.unit_id, {"state": "in_progress"})
    at(f"{CONCLUDED_ON + 90 * DAY} 09:00")
    owed = []
    for day in (LAST_ON, CONCLUDED_ON + 2 * DAY, CONCLUDED_ON + 3 * DAY, CONCLUDED_ON + 80 * DAY):
        asked = {"first": max(FIRST_ON, day - 300 * DAY), "last": day}
        page = client.get("/cong-khai?tu={first}&den={last}".format(**asked)).text
        told = client.get("/api/v1/measures?from={first}&to={last}".format(**asked)).json
        assert [(item["name"], item["held"], item["required"]) for item in told["duties"]] == [
            (html.unescape(name), int(held), int(required)) for name, held, required in LINES.findall(page)
        ]
        shown = {NAMES[label]: int(number) for number, label in KEPT.findall(page)}
        assert shown == ({name: told["promises"][name] for name in NAMES.values()} if told["promises"]["made"] else {})
        for item in told["duties"]:
            assert item["met"] == (item["held"] >= item["required"])
            assert item["last_on"] <= told["as_of"]
        owed.append((told["promises"]["made"], told["promises"]["kept"], len(told["duties"])))
    assert (len(set(owed)) >= 3, max(owed)) == (True, (2, 1, owed[-1][2]))

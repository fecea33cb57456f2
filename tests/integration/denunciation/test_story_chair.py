"""Told story: the chair is denounced; nobody of the commune may read it, and who received it hands it on in five working days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask

from accounts.queries import officials, signed_in
from core.database import use_unit
from core.errors import BadInput, NotFound, WrongState
from denunciation.services import reading
from denunciation.services.clocks import clocks_of
from denunciation.states import Act
from tests.makers import Commune, make_case
from tests.makers_desk import desks, form_values, sit_down
from tests.makers_register import entry_row, make_entry, seal, take

BY_HAND = (("TC.TRANSFER", date(2026, 11, 20), date(2026, 11, 30), "Fri 20 Nov; 23, 24 is Culture Day, 25 26 27, Mon 30"),)


def test_story_of_a_denunciation_of_the_chair(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    people = desks(app, home)
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, story="Chủ tịch xã ký giấy cho người nhà khai thác đất trái phép.", at=moment)
        taken = seal(case.id, home.clerk, at=moment, accused_id=home.leader.id)
        clocks = [(clock.term_code, clock.started_on, clock.due_on) for clock in clocks_of(entry_row(taken.entry_id))]
    page, path = f"/can-bo/so-kin/{taken.entry_id}", f"/can-bo/so-kin/{taken.entry_id}/chuyen"
    seen = {who: person.open(page).status_code for who, person in people.items()}
    token = form_values(people["clerk"].open(page).text, path)["chuyen-csrf_token"]
    opened = people["clerk"].send(f"{page}/mo", {"csrf_token": token, "reason": "Xem để chuyển"})
    at("2026-11-25 10:00")
    people["clerk"] = sit_down(app, home.clerk)
    form = form_values(people["clerk"].open(page).text, path)
    handed = people["clerk"].send(
        path, {**form, "chuyen-number": "7/PC-UBND", "chuyen-receiver": "Chủ tịch UBND tỉnh Lạng Sơn", "chuyen-on": "2026-11-25"}
    )
    with app.app_context(), use_unit(home.unit_id):
        row = entry_row(taken.entry_id)
        ended = [clock.ended_on for clock in clocks_of(row)]
    print(*BY_HAND[0])
    assert (taken.beyond_commune, clocks) == (True, [line[:3] for line in BY_HAND])
    assert seen == {
        "clerk": 200, "officer": 404, "leader": 404, "stranger": 404, "supervisor": 403, "administrator": 403,
    }  # fmt: skip
    assert (opened.status_code, handed.status_code, row.state, ended) == (404, 303, "transferred", [date(2026, 11, 25)])


def test_nobody_of_the_commune_may_read_what_is_said_of_a_vice_chair(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        leaders = [item for item in officials(home.unit_id) if "leader" in item.roles]
        taken = seal(make_case(home, at=moment).id, home.officer, at=moment, accused_id=leaders[-1].id)
        reached = []
        for item in officials(home.unit_id):
            person = signed_in(item.public_id, on=date(2026, 11, 20))
            try:
                reading.write_down_reading(taken.entry_id, what="content", actor=person, at=moment, reason="Muốn xem thử")
                reached.append(item.username)
            except NotFound:
                continue
        with pytest.raises(BadInput) as refused:
            take(
                taken.entry_id, Act.TRANSFER, date(2026, 11, 23), home.officer, at=at("2026-11-23 09:00"), number="", receiver=""
            )
    assert (len(leaders) >= 2, reached) == (True, [])
    assert refused.value.errors == {"number": "number_missing", "receiver": "receiver_missing"}


def test_a_chair_named_later_turns_the_triage_into_a_transfer(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        taken = seal(make_case(home, at=moment).id, home.clerk, at=moment)
        take(
            taken.entry_id,
            Act.NAME_ACCUSED,
            date(2026, 11, 23),
            home.leader,
            at=at("2026-11-23 09:00"),
            accused_id=home.leader.id,
        )
        clocks = {clock.term_code: (clock.due_on, clock.ended_on) for clock in clocks_of(entry_row(taken.entry_id))}
        with pytest.raises(NotFound):
            take(taken.entry_id, Act.DECLINE, date(2026, 11, 23), home.leader, at=at("2026-11-23 10:00"), text="Không có gì")
    assert clocks == {
        "TC.TRIAGE": (date(2026, 12, 2), date(2026, 11, 23)), "TC.TRANSFER": (date(2026, 11, 30), None),
    }  # fmt: skip


ROADS = {
    # the road before the naming on Tue 1 December, and the clocks that it leaves running
    "accepted": ([(Act.ACCEPT, "2026-11-25")], {"TC.ACCEPT.NOTIFY", "TC.SETTLE"}),
    "standing still": ([(Act.ACCEPT, "2026-11-25"), (Act.SUSPEND, "2026-11-27")],
                       {"TC.ACCEPT.NOTIFY", "TC.SETTLE", "TC.SUSPEND.SEND"}),
}  # fmt: skip
SAID = {Act.ACCEPT: {"number": "1/QĐ", "conditions_met": True}, Act.SUSPEND: {"number": "2/QĐ", "text": "Chờ giám định"}}


@pytest.mark.parametrize("road", ROADS)
def test_a_chair_named_after_the_acceptance_is_handed_on_in_five_working_days(
    app: Flask, home: Commune, at: Callable[[str], datetime], road: str
):
    steps, before = ROADS[road]
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=at("2026-11-20 09:00")).entry_id
        for act, day in steps:
            take(entry_id, act, date.fromisoformat(day), home.leader, at=at(f"{day} 09:00"), **SAID[act])
        was = {clock.term_code for clock in clocks_of(entry_row(entry_id)) if clock.ended_on is None}
    at("2026-12-01 09:00")
    people = desks(app, home)
    page, path = f"/can-bo/so-kin/{entry_id}", f"/can-bo/so-kin/{entry_id}/nguoi-bi-to-cao"
    form = form_values(people["leader"].open(page).text, path)
    assert '/chuyen"' not in people["leader"].open(page).text  # while it is the commune's own, it is settled here
    named = people["leader"].send(path, {**form, "nguoi-bi-to-cao-accused_id": str(home.leader.id)})
    told = people["leader"].open(named.location).text
    with app.app_context(), use_unit(home.unit_id):
        running = {clock.term_code: clock.due_on for clock in clocks_of(entry_row(entry_id)) if clock.ended_on is None}
    seen = {who: person.open(page).status_code for who, person in people.items()}
    assert (was, running) == (before, {"TC.TRANSFER": date(2026, 12, 8)})  # Wed 2, Thu 3, Fri 4, Mon 7, Tue 8
    assert (named.location, "chuyển nó lên Chủ tịch UBND tỉnh trong 5 ngày làm việc" in told) == ("/can-bo", True)
    assert seen == {
        "clerk": 200, "officer": 404, "leader": 404, "stranger": 404, "supervisor": 403, "administrator": 403,
    }  # fmt: skip
    shown = people["clerk"].open(page).text
    assert ["chuyển cả hồ sơ đã làm" in shown, "Mở nội dung" in shown, f"{page}/chuyen" in shown] == [True, False, True]
    assert f"{page}/ket-luan" not in shown
    hand_on = form_values(shown, f"{page}/chuyen")
    sent = people["clerk"].send(
        f"{page}/chuyen", {**hand_on, "chuyen-number": "9/PC-UBND", "chuyen-receiver": "Chủ tịch UBND tỉnh Lạng Sơn"}
    )
    with app.app_context(), use_unit(home.unit_id):
        row = entry_row(entry_id)
        left = [clock.term_code for clock in clocks_of(row) if clock.ended_on is None]
    assert (sent.status_code, row.state, left) == (303, "transferred", [])


def test_an_accepted_one_that_accuses_nobody_above_is_not_handed_on(app: Flask, home: Commune, at: Callable[[str], datetime]):
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=at("2026-11-20 09:00")).entry_id
        take(entry_id, Act.ACCEPT, date(2026, 11, 20), home.leader, at=at("2026-11-20 10:00"), **SAID[Act.ACCEPT])
        take(entry_id, Act.NAME_ACCUSED, date(2026, 11, 20), home.leader, at=at("2026-11-20 11:00"), accused_id=home.officer.id)
        with pytest.raises(WrongState):
            take(entry_id, Act.TRANSFER, date(2026, 11, 20), home.leader, at=at("2026-11-20 12:00"), number="1", receiver="Tỉnh")
        assert {clock.term_code for clock in clocks_of(entry_row(entry_id)) if clock.ended_on is None} == {
            "TC.ACCEPT.NOTIFY", "TC.SETTLE",
        }  # fmt: skip

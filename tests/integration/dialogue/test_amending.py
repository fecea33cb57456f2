"""An announced dialogue is said anew on its day: the gate restarts where the law wants word in time, and people are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core import outbox
from core.database import use_unit
from core.errors import BadInput, NotAllowed, StaleVersion, WrongState
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.models import DialogueAmendment
from dialogue.queries.dialogues import one_dialogue
from dialogue.services.amending import Amendment, amend
from dialogue.services.planning import NewPlace
from tests.makers import Commune
from tests.makers_desk import desks, form_values, words_of
from tests.makers_dialogue import HELD_AT, announced_dialogue, read_dialogue
from tests.makers_minutes import open_session
from tests.makers_questions import ask_question
from tests.makers_registrations import seated_dialogue, states, take_seat

IN_TIME = datetime(2026, 12, 8, 2, 0, tzinfo=UTC)
"""Tuesday, 8 December 2026: the seventh day before the dialogue, the last in time."""
TOO_LATE = IN_TIME + timedelta(days=1)


def as_it_stands(commune: Commune, dialogue_id: int, **changes: object) -> Amendment:
    """Return the announcement as it is, with changes and a reason."""
    view = one_dialogue(commune.unit_id, dialogue_id)
    places = tuple(
        NewPlace(name=place.name, address=place.address, village_ids=place.village_ids, seats=place.seats)
        for place in view.places
    )
    whole = Amendment(
        starts_at=view.starts_at, ends_at=view.ends_at, content=view.content, how_to_join=view.how_to_join,
        chairs=view.chair_words, places=places, seats=view.seats, reason="Hội trường đang sửa mái.",
    )  # fmt: skip
    return replace(whole, **changes)


def say_anew(commune: Commune, dialogue_id: int, *, at: datetime = IN_TIME, **changes: object) -> tuple[str, ...]:
    actor, version = changes.pop("actor", commune.leader), changes.pop("version", read_dialogue(dialogue_id).version)
    with transaction():
        return amend(
            dialogue_id, as_it_stands(commune, dialogue_id, **changes), actor=actor, at=at, version=version,
            calendar=calendar_for(commune.unit_id),
        )  # fmt: skip


def letters(commune: Commune, subject: str) -> list[str]:
    return [letter.event for letter in outbox.for_resident(unit_id=commune.unit_id, subject=subject)]


ELSEWHERE = NewPlace(name="Nhà văn hóa Nà Lìa", address="Thôn Nà Lìa", seats=2)


def test_another_place_is_announced_anew_and_everybody_concerned_is_told(commune: Commune):
    dialogue_id, [place_id] = seated_dialogue(commune, 2)
    asked = ask_question(commune, dialogue_id).question_id
    seats = [take_seat(commune, dialogue_id, place_id=place_id).registration_id for _ in range(3)]
    before = read_dialogue(dialogue_id)
    sequence, announced = before.sequence, before.announced_on
    assert say_anew(commune, dialogue_id, places=(ELSEWHERE,)) == ("places",)
    row = read_dialogue(dialogue_id)
    assert (row.sequence, announced < row.announced_on, row.announced_on) == (sequence + 1, True, IN_TIME.date())
    for subject in (f"question:{asked}", *(f"registration:{number}" for number in seats)):
        assert letters(commune, subject)[0] == "dialogue_amended"
    body = outbox.for_resident(unit_id=commune.unit_id, subject=f"question:{asked}")[0].body
    assert "Nhà văn hóa Nà Lìa, Thôn Nà Lìa" in body
    laid = db.session.scalar(select(func.count(OutboxMessage.id)))
    assert states(dialogue_id) == ["confirmed", "confirmed", "waiting"]
    room = (replace(ELSEWHERE, seats=3),)
    assert say_anew(commune, dialogue_id, at=TOO_LATE, places=room) == ("seats",)  # no new announcement: any day will do
    assert (states(dialogue_id), read_dialogue(dialogue_id).announced_on) == (["confirmed"] * 3, IN_TIME.date())
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == laid + 1  # the one who moved up
    with pytest.raises(BadInput) as problem:
        say_anew(commune, dialogue_id, places=(replace(ELSEWHERE, seats=2),))
    assert problem.value.errors == {"seats": "seats_taken"}


REFUSED = [
    ({}, {"reason": "nothing_changed"}),
    ({"content": "Rác thải.", "reason": " "}, {"reason": "reason_missing"}),
    ({"content": ""}, {"content": "content_missing"}),
    ({"how_to_join": ""}, {"how_to_join": "how_to_join_missing"}),
    ({"places": ()}, {"places": "place_kept"}),
    ({"places": (ELSEWHERE, ELSEWHERE)}, {"places": "place_twice"}),
    ({"ends_at": HELD_AT}, {"ends_at": "ends_before_it_starts"}),
    ({"ends_at": HELD_AT + timedelta(hours=13)}, {"ends_at": "too_long"}),
    (
        {"starts_at": HELD_AT + timedelta(days=1), "ends_at": HELD_AT + timedelta(days=1, hours=2)},
        {"starts_at": "other_day"},
    ),
    ({"seats": 0, "places": (ELSEWHERE,), "at": TOO_LATE}, {"held_on": "notice_too_late"}),
    ({"content": "Rác thải.", "at": TOO_LATE}, {"held_on": "notice_too_late"}),
    ({"how_to_join": "Xem trực tuyến.", "at": TOO_LATE}, {"held_on": "notice_too_late"}),
]


def test_what_cannot_be_said_anew_is_refused_with_its_rule(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    announced_dialogue(commune, places=(NewPlace(name="Trường tiểu học"),))
    refused = [*REFUSED, ({"places": (NewPlace(name="TRUONG TIEU HOC"),)}, {"places": "place_taken"})]
    for changes, faults in refused:
        with pytest.raises(BadInput) as problem:
            say_anew(commune, dialogue_id, **changes)
        assert (changes, problem.value.errors) == (changes, faults)
    for fault, changes in (
        (NotAllowed, {"actor": commune.clerk}), (StaleVersion, {"version": 1}),
    ):  # fmt: skip
        with pytest.raises(fault):
            say_anew(commune, dialogue_id, content="Rác thải.", **changes)
    assert db.session.scalars(select(DialogueAmendment)).all() == []
    ad_hoc = {"content": "Rác thải.", "ad_hoc_reason": "Lũ quét đêm qua."}
    assert say_anew(commune, dialogue_id, at=TOO_LATE, **ad_hoc) == ("content",)
    assert read_dialogue(dialogue_id).ad_hoc_reason == "Lũ quét đêm qua."
    open_session(dialogue_id)
    with pytest.raises(WrongState):
        say_anew(commune, dialogue_id, content="Nước sạch.")


def test_the_announcement_is_edited_on_its_page_and_calendars_hear_of_it(
    app: Flask, client: FlaskClient, at: Callable[[str], datetime], home: Commune
):
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
        row = read_dialogue(dialogue_id)
        code, sequence = row.code, row.sequence
    at("2026-12-01 09:00")
    people, address = desks(app, home), f"/can-bo/doi-thoai/{dialogue_id}/sua-thong-bao"
    assert people["clerk"].open(address).status_code == 403
    leader = people["leader"]
    assert address in leader.open(f"/can-bo/doi-thoai/{dialogue_id}").text
    known = form_values(leader.open(address).text, address)
    same = leader.send(address, {**known, "reason": "Chưa đổi gì"})
    assert (same.status_code, "Chưa có gì khác với thông báo đang hiện." in words_of(same.text)) == (400, True)
    wrong = {**known, "from_time": "25:00", "place_2_address": "Thôn Nà Lìa", "place_1_seats": "0", "reason": "Nhà rông hỏng"}
    back = leader.send(address, wrong)
    assert (back.status_code, "Nhà rông hỏng" in back.text, "Thôn Nà Lìa" in back.text) == (400, True, True)
    typed = {
        **known,
        "from_time": "14:00",
        "to_time": "17:00",
        "place_2_name": "Nhà văn hóa Nà Lìa",
        "reason": "Sáng có tang lễ.",
    }
    assert leader.send(address, typed).status_code == 303
    assert leader.send(address, typed).status_code == 409  # somebody else's newer version
    page = words_of(client.get(f"/doi-thoai/{code}").text)
    assert ("Ngày 01/12/2026 sửa: giờ, địa điểm. Sáng có tang lễ." in page, "14:00" in page) == (True, True)
    ics = client.get(f"/doi-thoai/{code}.ics").text
    assert (f"SEQUENCE:{sequence + 1}" in ics, "T140000" in ics, "Nhà văn hóa Nà Lìa" in ics) == (True, True, True)
    assert date(2026, 12, 15).strftime("%Y%m%d") in ics
    with app.app_context(), use_unit(home.unit_id):
        open_session(dialogue_id)
    assert leader.open(address).status_code == 409
    assert leader.open("/can-bo/doi-thoai/2147483647/sua-thong-bao").status_code == 404

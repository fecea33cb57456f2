"""Exactly as many seats as there are, a wait list in order, letters, and who came; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from core import outbox
from core.bus import publish
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.extensions import db
from core.form_token import FormToken
from core.transaction import transaction
from dialogue.events import DialogueCancelled, DialoguePostponed
from dialogue.models import Dialogue
from dialogue.queries import registrations
from dialogue.queries.dialogue_heads import desk_head
from dialogue.registration_models import DialogueRegistration
from dialogue.registration_notices import remind
from dialogue.registration_rules import NewRegistration, TapKind
from dialogue.services import attendance, registering
from tests.makers import NEIGHBOUR, NOW, Commune, make_commune
from tests.makers_desk import desks, form_values
from tests.makers_dialogue import HELD_AT, announced_dialogue, read_dialogue
from tests.makers_questions import ask_question
from tests.makers_registrations import PERSON, give_back, mark, seated_dialogue, states, take_seat, tap
from tests.makers_resident import sentences, token_in, value_of, words_on

AT_ONCE, SEATS = 60, 10


def told(commune: Commune, subject: str) -> list[str]:
    return [letter.event for letter in outbox.for_resident(unit_id=commune.unit_id, subject=subject)][::-1]


def test_sixty_at_once_get_exactly_ten_seats(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id, places = seated_dialogue(home, SEATS)
        path = f"/doi-thoai/{read_dialogue(dialogue_id).code}/dang-ky"
        tokens = [FormToken.issue() for _ in range(AT_ONCE - 2)]
    forms = [
        {"form_token": token, "place_id": str(places[0]), **PERSON, "phone": f"0977 {tokens.index(token):06}"}
        for token in (*tokens, *tokens[:2])
    ]
    start = Barrier(AT_ONCE)

    def press(form: dict[str, str]) -> tuple[int, str | None]:
        phone = app.test_client()
        start.wait()
        answer = phone.post(path, data=form)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(AT_ONCE) as presses:
        answers = list(presses.map(press, forms))
    assert {status for status, _receipt in answers} == {303}
    assert answers[:2] == answers[-2:]
    with app.app_context(), use_unit(home.unit_id):
        kept = states(dialogue_id)
        assert kept == ["confirmed"] * SEATS + ["waiting"] * (AT_ONCE - 2 - SEATS)
        last = db.session.scalars(select(DialogueRegistration).order_by(DialogueRegistration.id.desc())).first()
        assert registrations.own_seat(dialogue_id, last.code, own=False).position == AT_ONCE - 2 - SEATS


def test_a_seat_given_back_goes_to_who_waits_longest(commune: Commune):
    dialogue_id, (first, second) = seated_dialogue(commune, 1, 2)
    seats = [take_seat(commune, dialogue_id, place_id=place) for place in (first, first, first, second)]
    assert states(dialogue_id) == ["confirmed", "waiting", "waiting", "confirmed"]
    give_back(commune, dialogue_id, seats[0].code)
    assert states(dialogue_id) == ["cancelled", "confirmed", "waiting", "confirmed"]
    assert take_seat(commune, dialogue_id, place_id=first).state == "waiting"
    give_back(commune, dialogue_id, seats[2].code)
    with pytest.raises(WrongState):
        give_back(commune, dialogue_id, seats[0].code)
    assert [told(commune, f"registration:{seat.registration_id}") for seat in seats] == [
        ["registration_confirmed", "registration_cancelled"], ["registration_waiting", "registration_promoted"],
        ["registration_waiting", "registration_cancelled"], ["registration_confirmed"],
    ]  # fmt: skip


def test_what_a_registration_must_hold(commune: Commune):
    dialogue_id, (place, _other) = seated_dialogue(commune, 5, 5)
    elsewhere = seated_dialogue(commune, 5)[1][0]
    for changes, faults in (
        ({"place_id": None}, {"place_id": "place_missing"}), ({"place_id": elsewhere}, {"place_id": "place_unknown"}),
        ({"place_id": place, "name": "", "phone": "1"}, {"name": "name_missing", "phone": "phone_bad"}),
        ({"place_id": place, "wishes": "x" * 501}, {"wishes": "wishes_long"}),
        ({"place_id": place, "village_id": 9999}, {"village_id": "village_unknown"}),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            take_seat(commune, dialogue_id, **changes)
        assert refused.value.errors == faults
    with pytest.raises(BadInput) as late:
        take_seat(commune, dialogue_id, place_id=place, at=HELD_AT + timedelta(days=1))
    assert (late.value.errors, states(dialogue_id)) == ({"registration": "registration_closed"}, [])


def test_one_telephone_holds_two_seats_and_one_person_one(commune: Commune):
    dialogue_id, (place,) = seated_dialogue(commune, 1)
    first = take_seat(commune, dialogue_id, place_id=place, **PERSON)
    for name in (PERSON["name"], "lăng văn  quý"):
        with pytest.raises(BadInput) as refused:
            take_seat(commune, dialogue_id, place_id=place, **{**PERSON, "name": name})
        assert refused.value.errors == {"phone": "phone_registered"}
    take_seat(commune, dialogue_id, place_id=place, **{**PERSON, "name": "Lăng Thị Mai"})
    with pytest.raises(BadInput):
        take_seat(commune, dialogue_id, place_id=place, **{**PERSON, "name": "Lăng Văn Nam"})
    give_back(commune, dialogue_id, first.code)
    take_seat(commune, dialogue_id, place_id=place, **PERSON)
    assert states(dialogue_id) == ["cancelled", "confirmed", "waiting"]


def test_names_and_wishes_are_sealed_and_only_for_who_plans(commune: Commune):
    dialogue_id, (place,) = seated_dialogue(commune, 5)
    take_seat(commune, dialogue_id, place_id=place, wishes="Phiên dịch tiếng Nùng")
    raw = " ".join(map(str, db.session.execute(text("SELECT * FROM dialogue_registrations")).one()))
    assert [word for word in ("Quý", "0977", "Nùng", "example.vn") if word in raw] == []
    dialogue = desk_head(commune.clerk, dialogue_id)
    rows = {actor.name: registrations.seat_rows(actor, dialogue)[0] for actor in (commune.clerk, commune.officer)}
    seen, hidden = rows[commune.clerk.name], rows[commune.officer.name]
    assert (seen.name, seen.wishes, hidden.name, hidden.phone, hidden.wishes) == (
        "Lăng Văn Quý", "Phiên dịch tiếng Nùng", "", "", "",
    )  # fmt: skip


def test_everybody_who_registered_or_asked_is_told_of_a_change(commune: Commune):
    dialogue_id, (place,) = seated_dialogue(commune, 1)
    seats = [take_seat(commune, dialogue_id, place_id=place) for _ in range(3)]
    give_back(commune, dialogue_id, seats[2].code)
    question = ask_question(commune, dialogue_id).question_id
    with transaction():
        facts = {"unit_id": commune.unit_id, "at": NOW, "actor_id": commune.leader.id, "dialogue_id": dialogue_id}
        moved = {"from_on": HELD_AT.date(), "held_on": HELD_AT.date(), "move_id": 1, "ad_hoc": False}
        publish(DialoguePostponed(**facts, **moved))
        publish(DialogueCancelled(**facts, held_on=HELD_AT.date(), announced=True))
    subjects = [*(f"registration:{seat.registration_id}" for seat in seats), f"question:{question}"]
    last = [told(commune, subject)[-2:] for subject in subjects]
    assert last == [["dialogue_postponed", "dialogue_cancelled"]] * 2 + [["registration_waiting", "registration_cancelled"]] + [
        ["dialogue_postponed", "dialogue_cancelled"]
    ]


@pytest.mark.parametrize(
    ("at", "laid"),
    [
        (datetime(2026, 12, 14, 1, 0, tzinfo=UTC), 1),
        (datetime(2026, 12, 13, 23, 59, tzinfo=UTC), 0),
        (datetime(2026, 12, 13, 16, 59, tzinfo=UTC), 0),
        (datetime(2026, 12, 15, 1, 0, tzinfo=UTC), 0),
    ],
)
def test_who_has_a_seat_is_reminded_once_the_day_before(commune: Commune, at: datetime, laid: int):
    dialogue_id, (place,) = seated_dialogue(commune, 1)
    seats = [take_seat(commune, dialogue_id, place_id=place) for _ in range(2)]
    assert (remind(at), remind(at + timedelta(minutes=5)) if laid else 0) == (laid, 0)
    with use_unit(commune.unit_id):
        letters = outbox.for_resident(unit_id=commune.unit_id, subject=f"registration:{seats[0].registration_id}")
    assert (letters[0].event == "registration_reminder", "Nhà văn hóa 1" in letters[0].body) == (bool(laid), bool(laid))


# ------------------------------------------------------------------ the door


def test_a_tap_sent_again_counts_once_and_can_be_taken_back(commune: Commune):
    dialogue_id, (place,) = seated_dialogue(commune, 5)
    seat = take_seat(commune, dialogue_id, place_id=place).registration_id
    present, walked = tap(1, registration_id=seat), tap(2, TapKind.WALK_IN, people=4)
    assert [mark(commune, dialogue_id, present, walked, present, place_id=place) for _ in range(2)] == [2, 0]
    assert registrations.turnout(dialogue_id).people == 5
    mark(commune, dialogue_id, tap(3, registration_id=seat), place_id=place)
    assert registrations.turnout(dialogue_id).people == 5
    mark(commune, dialogue_id, tap(4, TapKind.VOID, voids="tap-00000002"), place_id=place)
    turnout = registrations.turnout(dialogue_id)
    assert (turnout.registered, turnout.walked_in, registrations.walk_ins(dialogue_id, place_id=place)) == (1, 0, [])


def test_a_devices_clock_is_believed_within_reason(commune: Commune):
    dialogue_id, (place,) = seated_dialogue(commune, 5)
    said = (NOW - timedelta(hours=2), NOW + timedelta(hours=2), NOW - timedelta(days=9))
    taps = [tap(number, TapKind.WALK_IN, tapped_at=moment) for number, moment in enumerate(said)]
    mark(commune, dialogue_id, *taps, place_id=place)
    kept = db.session.execute(text("SELECT client_id FROM dialogue_taps ORDER BY tapped_at, id")).scalars().all()
    assert kept == ["tap-00000000", "tap-00000001", "tap-00000002"]


def test_what_cannot_be_marked(commune: Commune):
    dialogue_id, (place,) = seated_dialogue(commune, 5)
    for wrong, code in (
        (tap(1), "tap_unknown"), (tap(1, registration_id=999), "tap_unknown"), (tap(1, TapKind.VOID), "tap_unknown"),
        (tap(1, TapKind.WALK_IN, people=0), "people_range"), (tap(1, TapKind.WALK_IN, people=201), "people_range"),
        (tap(1, TapKind.WALK_IN, village_id=9999), "village_unknown"),
        (attendance.NewTap(client_id="<script>", kind=TapKind.WALK_IN), "tap_unknown"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            mark(commune, dialogue_id, wrong, place_id=place)
        assert list(refused.value.errors.values()) == [code]
    with pytest.raises(BadInput):
        mark(commune, dialogue_id, tap(1, TapKind.WALK_IN), place_id=None)
    with transaction():
        db.session.get(Dialogue, dialogue_id).state = "cancelled"
    with pytest.raises(WrongState):
        mark(commune, dialogue_id, tap(1, TapKind.WALK_IN), place_id=place)


def test_only_who_plans_marks_and_another_commune_nothing(app: Flask, commune: Commune):
    dialogue_id, (place,) = seated_dialogue(commune, 5)
    with pytest.raises(NotAllowed), transaction():
        attendance.mark(dialogue_id, [tap(1, TapKind.WALK_IN)], place_id=place, actor=commune.officer, at=NOW)
    db.session.rollback()
    neighbour = make_commune(NEIGHBOUR)
    with pytest.raises(NotFound):
        mark(neighbour, dialogue_id, tap(1, TapKind.WALK_IN), place_id=place)
    with use_unit(neighbour.unit_id), pytest.raises(NotFound), transaction():
        registering.register("7K3MP-9QXTR", NewRegistration(**PERSON), unit_id=neighbour.unit_id, idempotency_key="x", at=NOW)


# ------------------------------------------------------------------ the pages


def test_a_resident_registers_looks_again_and_gives_back(
    app: Flask, home: Commune, client: FlaskClient, at: Callable[[str], Any]
):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        base = f"/doi-thoai/{read_dialogue(announced_dialogue(home, seats=1)).code}/dang-ky"
    form = {"form_token": token_in(client.get(base)), **PERSON, "wishes": "<b>Xe lăn</b>"}
    wrong = client.post(base, data={**form, "phone": ""})
    assert (wrong.status_code, sentences(wrong), value_of(wrong, "name")) == (
        422, ["Hãy ghi số điện thoại để xã báo lại."], PERSON["name"],
    )  # fmt: skip
    places = {client.post(base, data=form).location for _tap in range(2)}
    receipt = places.pop()
    page = client.get(receipt)
    words = words_on(page)
    assert (places, "Đã có chỗ" in page.text, "&lt;b&gt;Xe lăn" in page.text) == (set(), True, True)
    assert ("data-print" in page.text, f'href="{base.removesuffix("/dang-ky")}.ics"' in page.text) == (True, True)
    stranger = app.test_client()
    seen = stranger.get(receipt).text
    assert [word for word in ("Quý", "0977", "Xe lăn", words) if word in seen] == []
    assert stranger.post(f"{receipt}/huy").status_code == 303
    assert "Đã có chỗ" in stranger.get(receipt).text
    assert stranger.post(receipt, data={"secret": "sai"}).status_code == 422
    assert stranger.post(receipt, data={"secret": words}).status_code == 303
    stranger.post(f"{receipt}/huy")
    stranger.post(f"{receipt}/huy")
    given_back = stranger.get(receipt).text
    assert ("Đã hủy" in given_back, "data-print" in given_back) == (True, False)


def test_the_door_works_by_buttons_and_by_a_device_that_was_offline(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-12-15 08:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id, (place,) = seated_dialogue(home, 5)
        seat = take_seat(home, dialogue_id, place_id=place, at=NOW).registration_id
    seats, base = desks(app, home), f"/can-bo/doi-thoai/{dialogue_id}"
    clerk, door = seats["clerk"], f"{base}/diem-danh"
    page = clerk.open(door).text
    action = f"{door}?noi={place}"
    assert "Lăng Văn Quý" in page
    walk_in = {**form_values(page, action), "people": "3"}
    assert [clerk.send(action, walk_in).status_code for _tap in range(2)] == [303, 303]
    wrong = clerk.send(action, {**walk_in, "client_id": "f" * 24, "people": "999"})
    assert (wrong.status_code, "từ 1 đến 200" in wrong.text) == (400, True)
    taps = [
        {"id": "a" * 24, "kind": "present", "registration": str(seat), "at": "2026-12-15T00:30:00Z"},
        {"id": "b" * 24, "kind": "walk_in", "people": "2", "at": "nonsense"},
    ]
    header = {"X-CSRFToken": walk_in["csrf_token"]}
    answers = [clerk.client.post(f"{door}/dong-bo?noi={place}", json={"taps": taps}, headers=header) for _sync in range(2)]
    assert [answer.json for answer in answers] == [{"kept": ["a" * 24, "b" * 24], "people": 6}] * 2
    for body in (
        [],
        {"taps": ["x"]},
        {"taps": [{"kind": "gone"}]},
        {"taps": [{"kind": "walk_in", "id": "c" * 24, "people": "x"}]},
    ):
        assert clerk.client.post(f"{door}/dong-bo", json=body, headers=header).status_code == 400
    assert "Đã đến" in clerk.open(f"{base}/dang-ky").text
    assert (seats["officer"].open(door).status_code, "Quý" in seats["officer"].open(f"{base}/dang-ky").text) == (403, False)
    with app.app_context():
        clerk_abroad = desks(app, make_commune(NEIGHBOUR), base_url="http://chien-thang.localhost")["clerk"]
    assert {clerk_abroad.open(path).status_code for path in (door, f"{base}/dang-ky")} == {404}

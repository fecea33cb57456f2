"""A case as GeoReport shows it on its whole road, and what it never shows: merged, sealed, unpublished, another commune's."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from feedback.models import Case, PublicCase
from feedback.services import publishing
from feedback.states import Action
from tests.makers import NEIGHBOUR, NOW, Commune, inside, make_case, make_commune, publish_case, read_case, read_version
from tests.makers_complaints import complain
from tests.makers_links import merged, turn_away
from tests.makers_machines import Caller, error_of
from tests.makers_register import seal

ROAD = (
    ("received", "open", "Mới nhận"), ("classified", "open", "Đã phân loại"), ("in_progress", "open", "Đang giải quyết"),
    ("answered", "closed", "Đã trả lời"), ("reopened", "open", "Mở lại"), ("closed", "closed", "Đã xong"),
)  # fmt: skip


@pytest.fixture
def caller(app: Flask) -> Caller:
    return Caller(client=app.test_client())


def kept(case: Case) -> SimpleNamespace:
    """Return what is left of a case outside the application."""
    return SimpleNamespace(id=case.id, code=case.code)


def one(caller: Caller, code: str) -> dict[str, Any]:
    (found,) = caller.json(f"requests/{code}", extensions="true")
    return found


def test_case_is_open_or_closed_as_the_board_counts_it_and_its_words_come_and_go(app: Flask, home: Commune, caller: Caller, at):
    at("2026-11-20 09:00")
    with inside(app, unit_id=home.unit_id):
        cases = {state: make_case(home, state=state) for state, _status, _label in ROAD}
        guided = make_case(home, state="classified")
        turn_away(home, guided.id, Action.GUIDE, receiver="Công an xã")
        complaint = read_case(complain(home, "2026-11-20").case_id)
        follower, leading = merged(home)
        follower, leading, guided, complaint = (kept(case) for case in (follower, leading, guided, complaint))
        cases = {state: kept(case) for state, case in cases.items()}
    for state, status, label in ROAD:
        found = one(caller, cases[state].code)
        assert (found["status"], found["extended_attributes"]["state"], found["status_notes"]) == (status, state, label)
        assert found["extended_attributes"]["url"] == f"/ho-so/{cases[state].code}"
    assert one(caller, guided.code)["status"] == "closed"
    assert (one(caller, cases["answered"].code)["extended_attributes"]["on_time"]) is True
    about = one(caller, complaint.code)
    assert (about["address"], about["description"], about["lat"], about["extended_attributes"]["kind"]) == (
        None, None, None, "KHIEU_NAI",
    )  # fmt: skip
    assert error_of(caller.get(f"requests/{follower.code}.json"))[:2] == (404, [404])
    assert one(caller, leading.code)["status"] == "open"
    codes = [item["service_request_id"] for item in caller.json("requests")]
    assert (follower.code in codes, leading.code in codes, len(codes)) == (False, True, len(ROAD) + 3)
    opened = {item["service_request_id"] for item in caller.json("requests", status="open")}
    closed = {item["service_request_id"] for item in caller.json("requests", status="closed")}
    assert (opened & closed, opened | closed) == (set(), set(codes))
    assert opened == {cases[state].code for state, status, _label in ROAD if status == "open"} | {complaint.code, leading.code}
    check_words(app, home, caller, cases["answered"])
    check_sealed(app, home, caller, cases["in_progress"])
    check_neighbour(app, home, caller, cases["received"])


def check_words(app: Flask, home: Commune, caller: Caller, case: SimpleNamespace) -> None:
    bare = one(caller, case.code)
    first = caller.get("requests.json").headers["ETag"]
    with inside(app, unit_id=home.unit_id):
        publish_case(home, case.id, answer="Đã hàn lại lan can.", place_shown=False)
    shown = one(caller, case.code)
    assert (shown["description"], shown["status_notes"]) == ("Lan can cầu tràn hỏng sau trận mưa.", "Đã hàn lại lan can.")
    assert (shown["extended_attributes"]["title"], shown["extended_attributes"]["published"]) == ("Cầu tràn hỏng lan can", True)
    assert caller.get("requests.json").headers["ETag"] != first
    with inside(app, unit_id=home.unit_id), transaction():
        publishing.unpublish(case.id, actor=home.leader, at=NOW, version=read_version(case.id), reason="Lộ nơi ở")
    assert one(caller, case.code) == bare
    assert caller.get("requests.json").headers["ETag"] == first


def test_the_square_of_a_case_is_told_while_its_words_are_published_and_no_longer(app: Flask, home: Commune, caller: Caller):
    with inside(app, unit_id=home.unit_id):
        taken_back, sealed = (make_case(home, state="in_progress", lat=21.602437, lon=106.463318) for _ in range(2))
        for case in (taken_back, sealed):
            publish_case(home, case.id, place_shown=True)
        codes = [case.code for case in (taken_back, sealed)]
    assert [(one(caller, code)["lat"], one(caller, code)["long"]) for code in codes] == [(21.60214, 106.46303)] * 2
    with inside(app, unit_id=home.unit_id):
        with transaction():
            version = read_version(taken_back.id)
            publishing.unpublish(taken_back.id, actor=home.leader, at=NOW, version=version, reason="Lộ nơi ở")
        seal(sealed.id, home.clerk, at=NOW + timedelta(minutes=1))
        stand_in = db.session.scalars(select(PublicCase).where(PublicCase.code == codes[1])).one()
        assert (stand_in.square_lat, stand_in.square_lon) == (None, None)
    assert [(one(caller, code)["lat"], one(caller, code)["long"]) for code in codes] == [(None, None)] * 2


def check_sealed(app: Flask, home: Commune, caller: Caller, case: SimpleNamespace) -> None:
    """A letter that leaves for the sealed register moves no byte of any answer."""
    addresses = [f"{path}.{form}" for path in (f"requests/{case.code}", "requests") for form in ("json", "xml")]
    before = [caller.get(address, extensions="true").get_data() for address in addresses]
    with inside(app, unit_id=home.unit_id):
        seal(case.id, home.clerk, at=NOW + timedelta(minutes=1))
    assert [caller.get(address, extensions="true").get_data() for address in addresses] == before
    assert case.code.encode() in before[0]


def check_neighbour(app: Flask, home: Commune, caller: Caller, case: SimpleNamespace) -> None:
    """Two communes of one installation do not show each other's cases; an address that belongs to none shows nothing."""
    with app.app_context():
        other = make_commune(NEIGHBOUR)
        with use_unit(other.unit_id):
            theirs = make_case(other)
    for address in (f"requests/{theirs.code}.json", f"requests/{case.code}.json", "requests.json", "services.xml"):
        found = caller.get(address)
        assert theirs.code not in found.get_data(as_text=True)
        assert found.status_code in (200, 404)
    assert [item["service_request_id"] for item in caller.json("requests", service_request_id=f"{theirs.code},{case.code}")] in (
        [], [case.code],
    )  # fmt: skip


def test_page_that_is_kept_in_memory_shows_a_change_within_a_second(app: Flask, home: Commune, caller: Caller, at):
    at("2026-11-20 09:00")
    assert caller.json("requests") == []
    with inside(app, unit_id=home.unit_id):
        code = make_case(home).code
    assert [item["service_request_id"] for item in caller.json("requests")] == [code]
    packed = caller.client.get("/open311/v2/requests.json", headers={"Accept-Encoding": "br"})
    assert (packed.headers["Content-Encoding"], packed.headers["Cache-Control"]) == ("br", "public, max-age=0, must-revalidate")
    english = caller.client.get(f"/open311/v2/requests/{code}.json", headers={"Accept-Language": "en"}).get_json()
    assert english[0]["status_notes"] != one(caller, code)["status_notes"]
    for head in (caller.client.head("/open311/v2/services.json"), caller.client.options("/open311/v2/services.json")):
        assert (head.status_code, head.headers["Access-Control-Allow-Origin"]) == (200, "*")

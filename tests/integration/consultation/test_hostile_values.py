"""Whatever comes to a door of this room is answered below 500, by whoever it is sent; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from core.database import use_unit
from tests.makers import Commune
from tests.makers_consultation import asked_ids
from tests.makers_desk import desks

VALUES = ("", "\x00", "9" * 4000, "31/02/2026", "9999-12-31", "-1", "<b>", "\u202e", "1e9")
FIELDS = {
    "/can-bo/lay-y-kien/moi": ("title", "matter", "about", "question_1", "opens_on", "closes_on", "ways", "official_id", "token"),
    "/can-bo/lay-y-kien/{id}/gia-han": ("gia-han-to_on", "gia-han-reason", "gia-han-version"),
    "/can-bo/lay-y-kien/{id}/huy": ("huy-reason", "huy-version"),
    "/can-bo/lay-y-kien/{id}/phieu": ("way", "held_on", "agree_1", "other_2", "village_id", "token"),
    "/can-bo/lay-y-kien/{id}/phieu/{sheet}": ("way", "held_on", "agree_1", "reason", "token"),
    "/can-bo/lay-y-kien/{id}/y": ("y-0-text", "y-0-people", "y-0-verdict", "y-0-version"),
    "/can-bo/lay-y-kien/{id}/cong-bo": ("cong-bo-result", "cong-bo-version"),
    "/can-bo/lay-y-kien/loi/{opinion}/rut": ("why",),
}


@pytest.fixture
def places(app: Flask, home: Commune, at: Callable[[str], Any]) -> dict[str, str]:
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        ids = asked_ids(home)
    return {"id": ids["consultation_id"], "sheet": ids["sheet_id"], "opinion": "1", "code": ids["consultation.code"]}


@pytest.mark.parametrize("path", list(FIELDS))
def test_a_leader_who_sends_anything_is_answered(app: Flask, home: Commune, places: dict[str, str], path: str):
    leader = desks(app, home)["leader"]
    address = path.format(**places)
    answers = {
        leader.send(address, {name: [value, value] for name in FIELDS[path]}).status_code for value in VALUES
    }  # fmt: skip
    assert answers <= {303, 400, 403, 404, 409}


def test_a_resident_who_sends_anything_is_answered(app: Flask, home: Commune, places: dict[str, str]):
    client, path = app.test_client(), f"/lay-y-kien/{places['code']}/gop-y"
    names = ("form_token", "choice_1", "choice_2", "words_1", "name", "village_id", "website")
    answers = {client.post(path, data={name: [value, value] for name in names}).status_code for value in VALUES}
    assert answers <= {400, 422}


@pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "99999999999999999999", "-1", "một"])
def test_an_id_of_nobody_is_not_found(app: Flask, home: Commune, places: dict[str, str], number: str):
    leader = desks(app, home)["leader"]
    for tail in ("", "/sua", "/tong-hop", "/phieu", "/phieu/1"):
        assert leader.open(f"/can-bo/lay-y-kien/{number}{tail}").status_code == 404
    for tail in (f"phieu/{number}", f"tep/{'0' * 32}"):
        assert leader.open(f"/can-bo/lay-y-kien/{places['id']}/{tail}").status_code == 404


@pytest.mark.parametrize("code", ["x", "AAAAA-BBBBB", "%00%00%00%00%00", "7K3MP-9QXTR%2F..", "éééééé"])
def test_a_strange_code_is_not_found(app: Flask, home: Commune, places: dict[str, str], code: str):
    for tail in ("", "/gop-y", "/da-gui"):
        assert app.test_client().get(f"/lay-y-kien/{code}{tail}").status_code in (400, 404)


@pytest.mark.parametrize("query", ["?trang=x", "?trang=-1", "?trang=99999999999", "?xem=la", "?trang=1&trang=2", "?trang=%00"])
def test_lists_answer_whatever_stands_in_their_query(app: Flask, home: Commune, places: dict[str, str], query: str):
    leader = desks(app, home)["leader"]
    assert app.test_client().get(f"/lay-y-kien{query}").status_code in (200, 400)
    assert leader.open(f"/can-bo/lay-y-kien{query}").status_code in (200, 400)


@pytest.mark.parametrize("who", ["stranger", "administrator", "supervisor"])
def test_who_may_not_write_is_refused_at_every_door(app: Flask, home: Commune, places: dict[str, str], who: str):
    desk = desks(app, home)[who]
    may = {"stranger": {"moi", "phieu", "sheet", "y", "rut"}, "supervisor": {"phieu", "sheet"}, "administrator": set()}[who]
    for path in FIELDS:
        word = "sheet" if path.endswith("{sheet}") else path.rsplit("/", 1)[1]
        refused = desk.send(path.format(**places), {}).status_code in (403, 404)
        assert refused == (word not in may), path

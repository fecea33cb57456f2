"""Who gets in at which door of the desk around questions and seats, role by role, and what another commune finds there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask

from core.database import use_unit
from tests.makers import NEIGHBOUR, Commune, make_commune
from tests.makers_desk import Desk, desks
from tests.makers_dialogue import announced_dialogue
from tests.makers_questions import accept_question, ask_question, read_question


@dataclass(frozen=True, kw_only=True)
class Door:
    """A page or a step, and the status that each role gets when it sends nothing but its name."""

    path: str
    method: str
    clerk: int
    officer: int
    leader: int
    supervisor: int
    administrator: int
    nobody: int


DOORS = (
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi",
        method="get",
        clerk=200,
        officer=200,
        leader=200,
        supervisor=200,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi/{q}",
        method="get",
        clerk=200,
        officer=200,
        leader=200,
        supervisor=200,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi/nhap",
        method="get",
        clerk=200,
        officer=403,
        leader=200,
        supervisor=200,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/dang-ky",
        method="get",
        clerk=200,
        officer=200,
        leader=200,
        supervisor=200,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/diem-danh",
        method="get",
        clerk=200,
        officer=403,
        leader=200,
        supervisor=403,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi/lap-ho-so",
        method="post",
        clerk=303,
        officer=403,
        leader=303,
        supervisor=403,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi/nhap",
        method="post",
        clerk=400,
        officer=403,
        leader=400,
        supervisor=400,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/diem-danh",
        method="post",
        clerk=400,
        officer=403,
        leader=400,
        supervisor=403,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/diem-danh/dong-bo",
        method="post",
        clerk=400,
        officer=403,
        leader=400,
        supervisor=403,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi/{q}/nhan",
        method="post",
        clerk=409,
        officer=403,
        leader=409,
        supervisor=403,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi/{q}/tu-choi",
        method="post",
        clerk=400,
        officer=403,
        leader=400,
        supervisor=403,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi/{q}/chuyen",
        method="post",
        clerk=400,
        officer=403,
        leader=400,
        supervisor=403,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi/{q}/gop",
        method="post",
        clerk=400,
        officer=403,
        leader=400,
        supervisor=403,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi/{q}/giao",
        method="post",
        clerk=409,
        officer=403,
        leader=409,
        supervisor=403,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi/{q}/tach",
        method="post",
        clerk=409,
        officer=403,
        leader=409,
        supervisor=403,
        administrator=403,
        nobody=303,
    ),
    Door(
        path="/can-bo/doi-thoai/{d}/cau-hoi/{q}/du-thao",
        method="post",
        clerk=403,
        officer=403,
        leader=403,
        supervisor=403,
        administrator=403,
        nobody=303,
    ),
)
ROLES = ("clerk", "officer", "leader", "supervisor", "administrator")


def token_of(desk: Desk) -> dict[str, str]:
    """Return the header with which this browser's writes pass the check of forms."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', desk.open("/can-bo/tai-khoan").text)
    return {"X-CSRFToken": found[1]} if found else {}


def knock(desk: Desk, door: Door, header: dict[str, str], **ids: int) -> int:
    """Return the status that a browser gets."""
    path = door.path.format(**ids)
    if door.method == "get":
        return desk.open(path).status_code
    return desk.client.post(path, base_url=desk.base_url, headers=header).status_code


def test_every_role_gets_in_where_the_table_says(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
        number = ask_question(home, dialogue_id).question_id
        accept_question(home, number)
        version = read_question(number).version
    seats, found = desks(app, home), {}
    for role in ROLES:
        header = token_of(seats[role])
        for door in DOORS:
            status = knock(seats[role], door, header, d=dialogue_id, q=number)
            if status != getattr(door, role):
                found[(role, door.method, door.path)] = status
    stranger = Desk(client=app.test_client())
    for door in DOORS:
        status = knock(stranger, door, {}, d=dialogue_id, q=number)
        if status not in (door.nobody, 400):
            found[("nobody", door.method, door.path)] = status
    assert found == {}
    with app.app_context(), use_unit(home.unit_id):
        assert (read_question(number).version, read_question(number).state) == (version, "accepted")


def test_the_numbers_of_one_commune_open_nothing_in_another(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
        number = ask_question(home, dialogue_id).question_id
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
    seats = desks(app, neighbour, base_url="http://chien-thang.localhost")
    found = {}
    for role in ("clerk", "officer", "leader", "administrator"):
        header = token_of(seats[role])
        for door in DOORS:
            status = knock(seats[role], door, header, d=dialogue_id, q=number)
            if status not in (403, 404):
                found[(role, door.method, door.path)] = status
    assert found == {}

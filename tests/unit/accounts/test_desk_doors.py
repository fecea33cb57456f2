"""Doors of the desk: in their places whatever room hung them first, for who may open them, and on no other page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from flask import Flask, render_template_string
from flask_login import LoginManager, UserMixin, login_user

from accounts import desk_doors
from accounts.desk_doors import DeskDoor, holds, numbered
from core.permissions import Permission

DRAWN = "{% for door in desk_doors %}{{ door.label }}{{ '*' if door.current }} {% endfor %}"


@dataclass
class Person(UserMixin):
    """An official with permissions."""

    permissions: frozenset[Permission]

    def get_id(self) -> str:
        return "1"


@pytest.fixture
def app() -> Flask:
    """An application with three doors, hung in another order than they stand."""
    made = Flask("doors")
    made.secret_key = "of no use elsewhere"
    LoginManager(made).user_loader(lambda _number: None)
    desk_doors.install(made)
    for place, name, permission in (
        (30, "reports", Permission.REPORT_MAKE), (10, "dialogues", Permission.DIALOGUE_READ), (20, "cases", Permission.CASE_READ),
    ):  # fmt: skip
        desk_doors.hang(made, DeskDoor(place=place, url=f"/can-bo/{name}", label=name, icon="eye", opens=holds(permission)))
    return made


def drawn(app: Flask, path: str, *permissions: Permission, signed_in: bool = True) -> str:
    with app.test_request_context(path):
        if signed_in:
            login_user(Person(frozenset(permissions)))
        return render_template_string(DRAWN).strip()


def test_doors_stand_in_their_places(app: Flask):
    assert drawn(app, "/can-bo", *Permission) == "dialogues cases reports"


def test_door_exists_for_who_may_open_it(app: Flask):
    assert drawn(app, "/can-bo", Permission.CASE_READ, Permission.REPORT_MAKE) == "cases reports"
    assert drawn(app, "/can-bo", Permission.DESK_ENTER) == ""


@pytest.mark.parametrize("path", ["/can-bo/cases", "/can-bo/cases/7/sua"])
def test_door_whose_room_is_open_says_so(app: Flask, path: str):
    assert drawn(app, path, *Permission) == "dialogues cases* reports"


@pytest.mark.parametrize("path", ["/", "/ho-so", "/dang-nhap"])
def test_pages_of_residents_have_none(app: Flask, path: str):
    assert drawn(app, path, *Permission) == ""


def test_stranger_is_not_asked_what_they_may(app: Flask):
    desk_doors.hang(app, DeskDoor(place=1, url="/x", label="x", icon="eye", opens=lambda _person: 1 / 0 > 1))
    assert drawn(app, "/can-bo", signed_in=False) == ""


# ------------------------------------------------------------------ what letters speak of


@pytest.fixture
def led(app: Flask) -> Flask:
    """The application with two kinds of things that letters speak of."""
    desk_doors.lead(app, "supervision", numbered("/can-bo/giam-sat"))
    desk_doors.lead(app, "report", lambda last_on: f"/can-bo/bao-cao#{last_on}")
    return app


@pytest.mark.parametrize(
    ("subject", "address"),
    [
        ("supervision:3", "/can-bo/giam-sat/3"),
        ("supervision:0012", "/can-bo/giam-sat/0012"),
        ("report:2026-11-14", "/can-bo/bao-cao#2026-11-14"),
        ("supervision:", ""),
        ("supervision:3/../x", ""),
        ("supervision:٣", ""),  # an Arabic three is a digit, and no number of ours
        ("supervision: 3", ""),
        ("unknown:3", ""),
        ("", ""),
    ],
)
def test_a_letter_leads_to_what_it_speaks_of(led: Flask, subject: str, address: str):
    with led.app_context():
        assert desk_doors.address_of(subject) == address


@pytest.mark.parametrize(
    ("subject", "known"), [("supervision:3", True), ("report:x", True), ("supervision", True), ("official:a", False), ("", False)]
)
def test_a_kind_has_a_place_or_none(led: Flask, subject: str, known: bool):
    with led.app_context():
        assert desk_doors.leads(subject) is known


def test_a_kind_is_asked_once_for_the_words_of_all_its_things(led: Flask):
    asked = []

    def teller(actor: object, numbers: Sequence[int]) -> dict[int, list[str]]:
        asked.append((actor, list(numbers)))
        return {number: [f"Kênh {number}"] for number in numbers if number != 8}

    desk_doors.name_by(led, "supervision", teller)
    desk_doors.name_by(led, "report", lambda _actor, _numbers: 1 / 0)  # nothing of it is spoken of by a number
    with led.app_context():
        subjects = [f"supervision:{name}" for name in ("7", "7", "8", "x", "", "9999999999")]
        assert desk_doors.told_of("somebody", [*subjects, "case:7", "report:x"]) == {"supervision:7": ["Kênh 7"]}
    assert asked == [("somebody", [7, 8])]


def test_two_applications_know_their_own_places(app: Flask, led: Flask):
    other = Flask("other")
    desk_doors.install(other)
    with other.app_context():
        assert (desk_doors.leads("supervision:3"), desk_doors.address_of("supervision:3")) == (False, "")

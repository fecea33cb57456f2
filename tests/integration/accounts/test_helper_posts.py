"""Who helps neighbours of a village: named by the administrator for a time, for one's own village, and over by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts import queries
from accounts.helper_models import HelperPost
from accounts.helper_queries import helper_posts, posts_of_helper
from accounts.models import Official
from accounts.permissions import HELPER_PERMISSIONS
from accounts.roles import HelperOffice, Role
from accounts.services.helper_posts import end_helper_post, name_helper
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotFound
from core.extensions import db
from core.transaction import transaction
from tests.makers_accounts import NOW, PASSWORD, TODAY, make_official, make_small_commune, send, sign_in, token_in
from tests.makers_assisting import helper_facts

PAGE = "/can-bo/quan-tri/nguoi-giup"


@pytest.fixture
def commune(app: Flask, at):
    at("2026-11-20 09:00")
    with app.app_context():
        return make_small_commune()


@pytest.fixture
def administrator(app: Flask, commune):
    with app.app_context():
        return make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office, username="quantri")


def named(commune, actor, *, on: date = TODAY, **changes: Any) -> tuple[str, str]:
    """Name a helper; returns the public ids of the post and of the person."""
    facts = helper_facts(changes.pop("village_id", commune.north), **changes)
    with transaction():
        post = name_helper(unit_id=commune.unit_id, actor=actor, facts=facts, hashed="", on=on, at=NOW)
        return post.public_id, db.session.get(Official, post.official_id).public_id


def test_post_carries_one_permission_in_its_time_and_place(app: Flask, commune, administrator):
    with app.app_context(), use_unit(commune.unit_id):
        _post, person = named(commune, administrator)
        before, first, last, after = (
            queries.signed_in(person, on=day)
            for day in (date(2025, 12, 31), date(2026, 1, 1), date(2029, 12, 31), date(2030, 1, 1))
        )
        assert [who.permissions for who in (before, first, last, after)] == [
            frozenset(), HELPER_PERMISSIONS, HELPER_PERMISSIONS, frozenset()
        ]  # fmt: skip
        own = posts_of_helper(commune.unit_id, first.id, on=TODAY)
        assert [(post.village_id, post.office, post.over) for post in own] == [(commune.north, HelperOffice.VILLAGE_HEAD, False)]
        assert posts_of_helper(commune.unit_id, first.id, on=date(2030, 1, 1)) == []
        assert [post.over for post in helper_posts(commune.unit_id, on=date(2030, 1, 1))] == [True]


def test_official_may_hold_a_post_beside_a_role(app: Flask, commune, administrator):
    with app.app_context(), use_unit(commune.unit_id):
        front = make_official(commune.unit_id, role=Role.FRONT_SUPERVISOR, department_id=commune.office)
        named(commune, administrator, official_id=front.id, office=HelperOffice.VILLAGE_FRONT)
        held = queries.signed_in(front.public_id, on=TODAY)
        assert (held.roles, held.permissions) == ((Role.FRONT_SUPERVISOR,), front.permissions | HELPER_PERMISSIONS)


WRONG = (
    ({"village_id": None}, {"village_id": "village_unknown"}), ({"village_id": 99999}, {"village_id": "village_unknown"}),
    ({"official_id": 99999}, {"official_id": "official_unknown"}), ({"full_name": " "}, {"full_name": "required"}),
    ({"username": "x"}, {"username": "username_invalid"}), ({"username": "QuanTri"}, {"username": "username_taken"}),
    ({"valid_from": None}, {"valid_from": "required"}), ({"valid_to": date(2025, 12, 31)}, {"valid_to": "ends_before_start"}),
    ({"valid_to": date(2026, 11, 19)}, {"valid_to": "post_is_over"}), ({"valid_to": date(2031, 6, 1)}, {"valid_to": "post_long"}),
    ({"valid_from": date(2020, 1, 1), "valid_to": None}, {"valid_to": "post_long"}),
)  # fmt: skip


def test_what_cannot_be_is_refused_and_nothing_is_made(app: Flask, commune, administrator):
    told = []
    with app.app_context(), use_unit(commune.unit_id):
        for changes, _faults in WRONG:
            with pytest.raises(BadInput) as refused:
                named(commune, administrator, **changes)
            told.append((changes, refused.value.errors))
        assert told == list(WRONG)
        assert (db.session.scalars(select(HelperPost)).all(), db.session.query(Official).count()) == ([], 1)


def test_the_same_post_is_not_held_twice_at_a_time(app: Flask, commune, administrator):
    with app.app_context(), use_unit(commune.unit_id):
        _post, person = named(commune, administrator)
        number = queries.signed_in(person, on=TODAY).id
        for changes, allowed in (
            ({}, False), ({"valid_from": date(2029, 1, 1), "valid_to": None}, False), ({"village_id": commune.south}, True),
            ({"office": HelperOffice.VILLAGE_FRONT}, True),
            ({"valid_from": date(2030, 1, 1), "valid_to": date(2031, 1, 1)}, True),
        ):  # fmt: skip
            try:
                named(commune, administrator, official_id=number, **changes)
                made = True
            except BadInput as refused:
                made, told = False, refused.errors
                assert told == {"village_id": "post_exists"}
            assert made is allowed, changes


def test_post_ends_before_its_day_and_one_to_come_is_taken_away(app: Flask, commune, administrator):
    with app.app_context(), use_unit(commune.unit_id):
        running, person = named(commune, administrator)
        coming, _other = named(commune, administrator, username="thon.sau", valid_from=date(2027, 1, 1))
        for public_id in (running, coming, running):
            with transaction():
                try:
                    end_helper_post(unit_id=commune.unit_id, actor=administrator, public_id=public_id, on=TODAY, at=NOW)
                except NotFound:
                    raise AssertionError("the post was there") from None
        assert [row.valid_to for row in db.session.scalars(select(HelperPost))] == [date(2026, 11, 19)]
        assert queries.signed_in(person, on=TODAY).permissions == frozenset()
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert [action for action in actions if action.startswith("helper:")] == [
            "helper:named", "helper:named", "helper:ended", "helper:ended"
        ]  # fmt: skip


def test_posts_of_another_commune_are_not_found_and_not_named(app: Flask, commune, administrator):
    with app.app_context():
        other = make_small_commune(code="06400", name="Xã Bên Cạnh", hosts=("ben-canh.test",))
        with use_unit(commune.unit_id):
            post, _person = named(commune, administrator)
            with pytest.raises(BadInput):
                named(commune, administrator, village_id=other.north, username="thon.la")
        with use_unit(other.unit_id):
            with pytest.raises(NotFound), transaction():
                end_helper_post(unit_id=other.unit_id, actor=administrator, public_id=post, on=TODAY, at=NOW)
            assert helper_posts(other.unit_id, on=TODAY) == []


def test_tables_refuse_what_the_rules_forbid(app: Flask, commune, administrator):
    with app.app_context(), use_unit(commune.unit_id):
        for office, last in (("mayor", None), ("village_head", date(2025, 1, 1))):
            with pytest.raises(IntegrityError), transaction() as session:
                session.add(
                    HelperPost(
                        unit_id=commune.unit_id, official_id=administrator.id, village_id=commune.north, office=office,
                        valid_from=TODAY, valid_to=last,
                    )
                )  # fmt: skip


def test_administrator_names_a_new_helper_who_signs_in_and_ends_the_post(app: Flask, client, commune, administrator):
    sign_in(client, "quantri")
    typed = {
        "official_id": "", "full_name": "Vi Văn Trưởng", "username": "Thon.Bac", "village_id": commune.north,
        "office": "village_head", "valid_from": "2026-11-20", "valid_to": "",
    }  # fmt: skip
    faulty = send(client, PAGE, {**typed, "village_id": "", "full_name": ""})
    assert (faulty.status_code, "Hãy chọn một thôn trong danh sách." in faulty.text) == (400, True)
    made = send(client, PAGE, typed)
    password = made.text.split('id="mat-khau">')[1].split("<")[0]
    helper = app.test_client()
    assert sign_in(helper, "thon.bac", password=password).headers["Location"] == "/can-bo/giup-dan"
    assert helper.get("/can-bo/giup-dan").headers["Location"] == "/can-bo/tai-khoan"
    send(helper, "/can-bo/tai-khoan", {"current": password, "password": PASSWORD, "again": PASSWORD})
    assert helper.get("/can-bo/giup-dan").status_code == 200
    page = client.get(PAGE)
    end = page.text.split(f'action="{PAGE}/')[1].split('"')[0]
    assert ("Vi Văn Trưởng" in page.text, "Thôn Bắc" in page.text) == (True, True)
    assert client.post(f"{PAGE}/{end}", data={"csrf_token": token_in(page)}).status_code == 303
    assert helper.get("/can-bo/giup-dan").status_code == 403
    assert client.post(f"{PAGE}/{'x' * 32}/thoi", data={"csrf_token": token_in(page)}).status_code == 404

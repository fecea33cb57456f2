"""Read models: names in two languages, permissions of officials, rules that are still at their default."""

from __future__ import annotations

import dataclasses

import pytest

from accounts.permissions import PERMISSIONS, Actor
from accounts.read_models import CommuneProfile, DepartmentItem, FieldItem, OfficialItem, SignedIn
from accounts.roles import Role


def department(**changes: object) -> DepartmentItem:
    """Return a department."""
    facts = {"id": 1, "code": "kinh_te", "name": "Phòng Kinh tế", "name_en": "Economic Division", "phone": ""}
    return DepartmentItem(**{**facts, "partner": False, **changes})


def field(**changes: object) -> FieldItem:
    """Return a field."""
    facts = {"id": 1, "code": "dat_dai", "name": "Đất đai", "name_en": "Land", "stat_group": "land", "answer_days": None}
    return FieldItem(**{**facts, **changes})


def commune(**changes: object) -> CommuneProfile:
    """Return a commune's profile with empty texts."""
    facts = {item.name: "" for item in dataclasses.fields(CommuneProfile)}
    known = {
        "unit_id": 1,
        "name": "Xã Vạn Linh",
        "name_en": "Van Linh Commune",
        "latitude": None,
        "longitude": None,
        "sample": False,
    }
    return CommuneProfile(**{**facts, **known, **changes})


def official(*roles: Role) -> OfficialItem:
    """Return an official with roles."""
    return OfficialItem(
        id=1, public_id="p", username="canbo", full_name="Người", title="", email="", active=True, version=1, roles=roles,
        department_ids=(), last_sign_in_at=None,
    )  # fmt: skip


def signed_in(**changes: object) -> SignedIn:
    """Return who is signed in."""
    facts = {
        "id": 7, "unit_id": 1, "name": "Vi Thị Hạnh", "permissions": frozenset(), "department_ids": frozenset({3}),
        "public_id": "a" * 32, "username": "tiepdan", "title": "Chuyên viên", "session_epoch": 1,
        "roles": (Role.RECEPTION_CLERK,),
        "must_change_password": False,
    }  # fmt: skip
    return SignedIn(**{**facts, **changes})


@pytest.mark.parametrize("make", [department, field, commune])
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_name_is_given_in_the_language_of_the_page(make, locale):
    item = make()
    assert item.named(locale) == (item.name_en if locale == "en" else item.name)


@pytest.mark.parametrize("make", [department, field, commune])
def test_name_without_a_translation_stays_vietnamese(make):
    item = make(name_en="")
    assert item.named("en") == item.name


@pytest.mark.parametrize("role", list(Role))
def test_official_may_do_what_his_roles_permit(role):
    assert official(role).permissions == PERMISSIONS[role]


def test_official_without_a_role_may_do_nothing():
    assert official().permissions == frozenset()


def test_signed_in_official_is_an_actor_with_a_name():
    person = signed_in()
    assert isinstance(person, Actor)
    assert (person.full_name, person.get_id(), person.is_authenticated) == ("Vi Thị Hạnh", "a" * 32, True)
    assert (person.is_active, person.is_anonymous) == (True, False)


@pytest.mark.parametrize("make", [department, field, commune, signed_in])
def test_what_queries_give_back_cannot_be_changed(make):
    with pytest.raises(dataclasses.FrozenInstanceError):
        make().name = "khác"


@pytest.mark.parametrize(
    ("changes", "vietnamese", "english"),
    [
        ({"province_name": "Tỉnh Lạng Sơn"}, "Xã Vạn Linh, tỉnh Lạng Sơn", "Van Linh Commune"),
        ({"province_name": "Thành phố Huế"}, "Xã Vạn Linh, thành phố Huế", "Van Linh Commune"),
        ({"province_name": "Tỉnh Lạng Sơn", "name_en": ""}, "Xã Vạn Linh, tỉnh Lạng Sơn", "Xã Vạn Linh, tỉnh Lạng Sơn"),
        ({}, "Xã Vạn Linh", "Van Linh Commune"),
    ],
)
def test_heading_names_commune_and_province_on_one_line(changes: dict[str, str], vietnamese: str, english: str):
    profile = commune(**changes)
    assert (profile.heading("vi"), profile.heading("en")) == (vietnamese, english)

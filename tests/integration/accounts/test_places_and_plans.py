"""The tree of units over time, what pages say of the commune, the administrator's overview, and the published plans."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from accounts import plan_queries, queries, unit_queries
from accounts.kinds import UnitKind
from accounts.services import people
from accounts.services.commune_loading import load_commune
from core.database import use_unit
from core.transaction import transaction
from tests.makers_accounts import NOW, PASSWORD, TODAY, hash_of_password, sign_in


@pytest.fixture
def unit_id(app, at):
    at("2026-11-20 09:00")
    with app.app_context(), transaction():
        return load_commune(Path("accounts/data/van_linh.toml"), at=NOW).unit_id


@pytest.fixture
def inside(app, unit_id):
    with app.app_context(), use_unit(unit_id):
        yield unit_id


@pytest.mark.parametrize("name", ["Y Tịch", "y tich", "xã Y Tịch", "XÃ Y TỊCH", "Y  Tịch"])
def test_old_place_leads_to_the_commune_of_today(inside, name):
    places = unit_queries.old_place(name)
    assert [(place.unit.name, place.unit.within, [after.name for after in place.successors]) for place in places] == [
        ("Xã Y Tịch", "Huyện Chi Lăng", ["Xã Vạn Linh"])
    ]


def test_name_that_several_old_places_had_finds_them_all(inside):
    places = unit_queries.old_place("Chi Lăng")
    assert sorted((place.unit.name, place.unit.within) for place in places) == [
        ("Huyện Chi Lăng", "Tỉnh Lạng Sơn"), ("Phường Chi Lăng", "Thành phố Lạng Sơn"), ("Thị trấn Chi Lăng", "Huyện Chi Lăng"),
        ("Xã Chi Lăng", "Huyện Chi Lăng"), ("Xã Chi Lăng", "Huyện Tràng Định"),
    ]  # fmt: skip


def test_split_place_leads_to_all_its_successors(inside):
    place = next(item for item in unit_queries.old_place("Bính Xá"))
    assert [after.name for after in place.successors] == ["Xã Đình Lập", "Xã Kiên Mộc"]


def test_unknown_place_is_nowhere(inside):
    assert unit_queries.old_place("Không Có Đâu") == []


def test_one_code_names_an_old_and_a_new_commune(inside):
    found = unit_queries.units_named("Vạn Linh")
    assert [(unit.code, unit.kind) for unit in found] == [("06505", UnitKind.COMMUNE), ("06505", UnitKind.OLD_COMMUNE)]


@pytest.mark.parametrize(("day", "kinds"), [(date(2025, 6, 30), [UnitKind.OLD_COMMUNE]), (date(2025, 7, 1), [UnitKind.COMMUNE])])
def test_reform_changed_the_commune_overnight(inside, day, kinds):
    assert [unit.kind for unit in unit_queries.units_named("Vạn Linh", on=day)] == kinds


def test_profile_says_what_the_footer_needs(inside):
    profile = queries.commune_profile(inside)
    assert (profile.name, profile.short_name, profile.province_name, profile.code) == (
        "Xã Vạn Linh", "Vạn Linh", "Tỉnh Lạng Sơn", "06505",
    )  # fmt: skip
    assert (profile.named("en"), profile.named("vi"), profile.sample) == ("Van Linh Commune", "Xã Vạn Linh", True)
    assert queries.commune_profile(0) is None


def test_lists_follow_the_order_of_the_file(inside):
    assert [item.code for item in queries.departments(inside, on=TODAY)][:3] == ["lanh_dao", "van_phong", "kinh_te"]
    assert queries.fields(inside, on=TODAY)[-1].code == "khac"
    assert {item.old_commune for item in queries.villages(inside, on=TODAY)} == {"Xã Y Tịch", "Xã Vạn Linh", "Xã Hòa Bình"}


def test_lists_of_a_day_before_the_commune_are_empty(inside):
    before = date(2025, 6, 30)
    assert (queries.departments(inside, on=before), queries.villages(inside, on=before), queries.fields(inside, on=before)) == (
        [],
        [],
        [],
    )


def test_officials_are_found_by_role_and_department(inside):
    economy = next(item for item in queries.departments(inside) if item.code == "kinh_te")
    leaders = queries.officials(inside, role="leader", on=TODAY)
    officers = queries.officials(inside, role="officer", department_id=economy.id, on=TODAY)
    assert sorted(item.username for item in leaders) == ["chutich", "phochutich"]
    assert sorted(item.username for item in officers) == ["kinhte.datdai", "kinhte.hatang", "kinhte.moitruong"]
    assert queries.official_names(inside, [leaders[0].id]) == {leaders[0].id: leaders[0].full_name}
    assert queries.official_names(inside, []) == {}


def test_plan_is_listed_and_shown_whole(app, client, unit_id):
    text = client.get("/ke-hoach").text
    assert "Kế hoạch Thực hiện công tác dân vận chính quyền các cấp trên địa bàn xã Y Tịch năm 2024" in text
    with app.app_context(), use_unit(unit_id):
        item = plan_queries.plans(unit_id)[0]
    page = client.get(f"/ke-hoach/{item.public_id}").text
    assert page.count("<h3>") == 9
    assert "đảm bảo quyền làm chủ" not in page
    assert "bảo đảm quyền làm chủ của Nhân dân" in page
    assert "Mai Việt Lào" in page
    assert "hợp thành xã Vạn Linh" in page


def test_unknown_plan_has_no_page(client, unit_id):
    assert client.get(f"/ke-hoach/{'0' * 32}").status_code == 404


def test_overview_says_what_is_still_an_example(app, client, unit_id):
    with app.app_context(), use_unit(unit_id), transaction():
        people.set_first_passwords(unit_id=unit_id, hashed=hash_of_password(), at=NOW)
    sign_in(client, "quantri", password=PASSWORD)
    text = client.get("/can-bo/quan-tri").text
    assert "15 thôn đang là tên mẫu" in text
    assert "Địa chỉ, điện thoại và giờ tiếp dân đang là mẫu" in text
    assert text.count("tên mẫu</span>") == 15
    for name in ("thong-tin-xa", "thon"):
        section = re.search(rf'<section class="section" id="{name}">(.*?)</section>', text, re.DOTALL)[1]
        assert (text.count(f'href="#{name}"'), "flask commune load" in section) == (1, True)


def test_overview_calls_a_former_commune_former(app, client, unit_id):
    with app.app_context(), use_unit(unit_id), transaction():
        people.set_first_passwords(unit_id=unit_id, hashed=hash_of_password(), at=NOW)
        former = {village.old_commune for village in queries.villages(unit_id) if village.old_commune}
    sign_in(client, "quantri", password=PASSWORD)
    named = set(re.findall(r"<h3>([^<]+) \(xã cũ\)</h3>", client.get("/can-bo/quan-tri").text))
    assert len(former) > 1
    assert named == former


@pytest.mark.parametrize(("setting", "warned"), [("optional", True), ("leaders", False)])
def test_overview_warns_where_a_password_alone_opens_the_desk(app, client, unit_id, setting, warned):
    with app.app_context(), use_unit(unit_id), transaction():
        people.set_first_passwords(unit_id=unit_id, hashed=hash_of_password(), at=NOW)
    sign_in(client, "quantri", password=PASSWORD)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], second_factor=setting)
    answer = client.get("/can-bo/quan-tri", follow_redirects=True)
    assert ("SECOND_FACTOR=leaders" in answer.text) is warned


@pytest.mark.parametrize(("recipients", "warned"), [("", True), (f"age1{'q' * 58}", False)])
def test_overview_warns_where_copies_lie_open(app, client, unit_id, recipients, warned):
    with app.app_context(), use_unit(unit_id), transaction():
        people.set_first_passwords(unit_id=unit_id, hashed=hash_of_password(), at=NOW)
    sign_in(client, "quantri", password=PASSWORD)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], backup_recipients=recipients)
    answer = client.get("/can-bo/quan-tri", follow_redirects=True)
    assert [word in answer.text for word in ("Bản sao lưu chưa được khóa", "BACKUP_RECIPIENTS")] == [warned, warned]


@pytest.mark.parametrize("path", ["/ke-hoach", "/dang-nhap"])
def test_installation_without_a_commune_still_answers(client, path):
    assert client.get(path).status_code in (200, 404)

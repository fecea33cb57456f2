"""Finding one's commune: by its name, by the commune it took over, by a village; with marks or without, whole or begun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from accounts.doors import Door, found_doors

VAN_LINH = Door(
    unit_id=1,
    name="Xã Vạn Linh",
    host="vl.example",
    former=("Xã Hòa Bình", "Xã Y Tịch", "Xã Vạn Linh"),
    villages=("Thôn Nà Pất", "Thôn Bắc"),
)
CHI_LANG = Door(
    unit_id=2, name="Xã Chi Lăng", host="cl.example", former=("Thị trấn Chi Lăng",), villages=("Thôn Bắc", "Thôn Vạn Linh cũ")
)
HOA_BINH = Door(unit_id=3, name="Phường Hòa Bình", host="hb.example")
DOORS = (VAN_LINH, CHI_LANG, HOA_BINH)


def names(typed: str) -> list[tuple[str, str]]:
    return [(each.door.name, each.meant) for each in found_doors(DOORS, typed)]


@pytest.mark.parametrize("typed", ["", "   ", "\u200b"])
def test_nothing_typed_gives_all_in_their_order(typed: str):
    assert names(typed) == [("Xã Vạn Linh", ""), ("Xã Chi Lăng", ""), ("Phường Hòa Bình", "")]


@pytest.mark.parametrize("typed", ["Xã Chi Lăng", "chi lang", "CHI LĂNG", "xã  chi lăng", "lăng", "chi l"])
def test_own_name_is_found_in_every_writing(typed: str):
    assert names(typed) == [("Xã Chi Lăng", "")]


def test_former_commune_leads_to_who_took_it_over_and_says_so():
    assert names("Y Tịch") == [("Xã Vạn Linh", "Xã Y Tịch")]


def test_own_name_comes_before_a_former_one_and_before_a_village():
    assert names("hòa bình") == [("Phường Hòa Bình", ""), ("Xã Vạn Linh", "Xã Hòa Bình")]
    assert names("vạn linh") == [("Xã Vạn Linh", ""), ("Xã Chi Lăng", "Thôn Vạn Linh cũ")]


def test_village_of_two_communes_gives_both():
    assert names("thôn bắc") == [("Xã Vạn Linh", "Thôn Bắc"), ("Xã Chi Lăng", "Thôn Bắc")]


@pytest.mark.parametrize("typed", ["inh", "ang", "chi lăng vạn linh", "%", "_", "Nà Pất 2"])
def test_what_is_no_beginning_of_a_word_finds_nothing(typed: str):
    assert names(typed) == []


def test_word_for_a_place_alone_is_looked_for_as_it_stands():
    assert names("phường") == [("Phường Hòa Bình", "")]
    assert [name for name, _meant in names("xã")] == ["Xã Vạn Linh", "Xã Chi Lăng"]


@given(some.text(max_size=60))
def test_whatever_is_typed_each_commune_is_there_at_most_once(typed: str):
    found = [each.door.host for each in found_doors(DOORS, typed)]
    assert len(found) == len(set(found))
    assert set(found) <= {door.host for door in DOORS}
